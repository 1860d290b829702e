/** The client core against a real HTCondor pool, over its real sshd, as an ordinary user. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { actOnJob } from '../../../client/src/condor/actions.ts';
import { CondorError } from '../../../client/src/condor/condorError.ts';
import { formatJobId, type JobId } from '../../../client/src/condor/job.ts';
import { fetchOutputs } from '../../../client/src/condor/outputs.ts';
import { finishedJob, queryJob, queryJobs } from '../../../client/src/condor/queue.ts';
import { submitJob } from '../../../client/src/condor/submit.ts';
import { uploadSubmitDirectory, type SyncState } from '../../../client/src/condor/submitDirectory.ts';
import { condorVersion } from '../../../client/src/condor/version.ts';
import type { TailEvent } from '../../../client/src/logs/events.ts';
import { EventLogFilter } from '../../../client/src/logs/eventLogFilter.ts';
import { tailJob } from '../../../client/src/logs/tailJob.ts';
import type { Transport } from '../../../client/src/transport/transport.ts';
import { poolUnavailable, startPool, type Pool } from '../../pool/pool.ts';
import { startCuttingProxy } from '../../support/cuttingProxy.ts';
import { poolTransport } from '../../support/poolTransport.ts';
import { until } from '../../support/until.ts';

/** Counts to 80, and goes on where it was after an eviction; says, as the shim does, where its output is. */
const counter = `#!/bin/sh
trap 'exit 0' INT
id=$(sed -n 's/^ClusterId = //p' .job.ad).$(sed -n 's/^ProcId = //p' .job.ad)
event() { printf '{"schema":1,"time":1,"job":"%s","event":%s}\\n' "$id" "$1" >>"shim_dmtcp.$id.jsonl"; }
event '"start","start":1,"shimVersion":"0","host":"here","sandbox":"'"$PWD"'","stdout":"out.txt","command":[]'
touch out.txt
i=$(wc -l <out.txt)
while [ "$i" -lt 80 ]; do i=$((i + 1)); echo "line $i" >>out.txt; sleep 0.1; done
exit 7
`;
const submitFile = (more: string): string => `executable = counter.sh
output = std.out
error = std.err
log = job.log
should_transfer_files = YES
when_to_transfer_output = ON_EXIT_OR_EVICT
kill_sig = SIGINT
request_memory = 64
request_disk = 10240
batch_name = counting
${more}
queue
`;
const expected = Array.from({ length: 80 }, (_, index) => `line ${index + 1}\n`).join('');

describe('a real pool', { skip: poolUnavailable() ?? false, timeout: 300_000 }, () => {
  let pool: Pool;
  let transport: Transport;
  let folder: string;
  let state: SyncState;

  before(async () => {
    pool = await startPool();
    transport = poolTransport(pool);
    folder = await mkdtemp(path.join(os.tmpdir(), 'dmtcp-condor-core-'));
    await mkdir(path.join(folder, 'job'));
    const write = (name: string, text: string): Promise<void> =>
      writeFile(path.join(folder, 'job', name), text, { mode: 0o755 });
    await write('counter.sh', counter);
    await write('job.sub', submitFile(''));
    await write('never.sub', submitFile('requirements = Machine == "nowhere"'));
    await write('bad.sub', 'exectuable = counter.sh\nqueue\n');
    const result = await uploadSubmitDirectory(transport, {
      localDirectory: path.join(folder, 'job'),
      files: ['counter.sh', 'job.sub', 'never.sub', 'bad.sub'],
      remoteDirectory: `dmtcp-condor/core-${process.pid}`,
    });
    state = result.state;
  });
  after(async () => {
    await transport.exec(['condor_rm', '-constraint', 'JobBatchName == "counting"']);
    await transport.exec(['rm', '-rf', '--', state.remoteDirectory]);
    transport.dispose();
    await pool.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function submit(file: string): Promise<JobId> {
    const result = await submitJob(transport, { directory: state.remoteDirectory, file });
    assert.ok(result.kind === 'submitted', result.kind === 'refused' ? result.stderr : '');
    const [made] = result.clusters;
    assert.ok(made !== undefined);
    return { cluster: made.cluster, proc: made.firstProc };
  }
  const reasonOf = (action: Promise<unknown>): Promise<string> =>
    action.then(
      () => 'none',
      (error: unknown) => (error instanceof CondorError ? error.reason : String(error)),
    );

  /** Follows a job; what a person has seen of each file. */
  function follow(id: JobId, over: Transport = transport) {
    const files = new Map<string, Buffer>();
    const events: TailEvent[] = [];
    const tail = tailJob({
      transport: over,
      id,
      pollMs: 200,
      listener: (event) => {
        if (event.kind === 'data') {
          const before = files.get(event.file.name) ?? Buffer.alloc(0);
          assert.equal(event.offset, before.length, `${event.file.name} goes on where it was`);
          files.set(event.file.name, Buffer.concat([before, event.bytes]));
        } else {
          if (event.kind === 'truncated') files.set(event.file.name, Buffer.alloc(event.to));
          events.push(event);
        }
      },
    });
    const states = (): readonly string[] =>
      events.flatMap((event) => (event.kind === 'state' ? [event.state.kind] : []));
    return { tail, files, events, states };
  }

  it('tells its version', async () => assert.equal(await condorVersion(transport), pool.version));

  it('follows a job from host to host: every byte once, to the end and back', async () => {
    const id = await submit('job.sub');
    const { tail, files, events, states } = follow(id);
    const lines = (): number => (files.get('out.txt') ?? Buffer.alloc(0)).toString().split('\n').length - 1;
    const log = { describe: () => JSON.stringify([states(), lines()]), timeoutMs: 60_000 };
    await until('20 lines are shown', () => lines() >= 20, log);

    const [job] = (await queryJobs(transport)).filter((one) => one.id.cluster === id.cluster);
    assert.deepEqual([job?.status, job?.batchName, job?.starts], ['running', 'counting', 1]);
    assert.match(job?.host ?? '', /^slot\d@/);
    await actOnJob(transport, id, 'vacate');
    await until(
      'it is idle, and runs again',
      () => states().filter((kind) => kind === 'running').length === 2,
      log,
    );
    await until('40 lines are shown', () => lines() >= 40, log);
    await tail.done;

    assert.equal(files.get('out.txt')?.toString(), expected);
    assert.ok(!events.some((event) => event.kind === 'truncated' && event.file.name === 'out.txt'));
    const end = events.at(-1);
    assert.ok(end?.kind === 'end' && end.failed === undefined, JSON.stringify(end));
    assert.deepEqual([end.job?.status, end.job?.exitCode, end.job?.starts], ['completed', 7, 2]);
    assert.equal(states().at(-1), 'ended');
    assert.equal(events.filter((event) => event.kind === 'shim').length, 2);

    const ofJob = new EventLogFilter(id).append(await readRemote('job.log'));
    const numbers = new Set([...ofJob.matchAll(/^(\d{3}) \(/gm)].map(([, number]) => number));
    assert.ok(
      ['000', '001', '004', '005'].every((number) => numbers.has(number)),
      [...numbers].join(),
    );

    const localDirectory = path.join(folder, 'job');
    const fetched = await fetchOutputs(transport, { localDirectory, state });
    assert.ok(fetched.fetched.includes('out.txt'), fetched.fetched.join());
    assert.equal(await readFile(path.join(localDirectory, 'out.txt'), 'utf8'), expected);
    assert.equal((await finishedJob(transport, id))?.exitCode, 7);
    assert.equal(await queryJob(transport, id), undefined);
  });

  it('follows a job over a connection that breaks again and again: every byte once', async () => {
    const proxy = await startCuttingProxy(pool.sshPort);
    const over = poolTransport(pool, { port: proxy.port, hostKeyAlias: `[127.0.0.1]:${pool.sshPort}` });
    try {
      const { tail, files, events, states } = follow(await submit('job.sub'), over);
      const lines = (): number => (files.get('out.txt') ?? Buffer.alloc(0)).toString().split('\n').length - 1;
      for (const count of [5, 20, 35, 50]) {
        await until(`${count} lines are shown`, () => lines() >= count, { timeoutMs: 60_000, everyMs: 20 });
        proxy.cut();
      }
      await tail.done;
      assert.equal(files.get('out.txt')?.toString(), expected);
      assert.ok(!events.some((event) => event.kind === 'truncated'));
      assert.ok(states().filter((kind) => kind === 'disconnected').length >= 1, states().join());
      const end = events.at(-1);
      assert.ok(end?.kind === 'end' && end.job?.exitCode === 7, JSON.stringify(end));
    } finally {
      over.dispose();
      await proxy.stop();
    }
  });

  const readRemote = async (name: string): Promise<Buffer> => {
    const local = path.join(folder, 'read');
    await transport.get(`${state.remoteDirectory}/${name}`, local);
    return readFile(local);
  };

  it('says why an idle or held job shows no logs, and that a job is gone', async () => {
    const id = await submit('never.sub');
    const idle = follow(id);
    await until('it says that the job waits', () => idle.states().includes('waiting'));
    await actOnJob(transport, id, 'hold');
    await until('it says why the job is held', () =>
      idle.events.some(
        (event) => event.kind === 'state' && event.state.kind === 'held' && /condor_hold/.test(event.text),
      ),
    );
    await actOnJob(transport, id, 'remove');
    await idle.tail.done;
    const end = idle.events.at(-1);
    assert.ok(end?.kind === 'end' && end.job?.status === 'removed', JSON.stringify(end));

    const gone = follow({ cluster: 999_999, proc: 0 });
    await gone.tail.done;
    const only = gone.events.at(-1);
    assert.ok(only?.kind === 'end' && only.failed !== undefined && only.failed.includes('999999.0'));
  });

  it('tells why an action is not possible', async () => {
    const id = await submit('never.sub');
    assert.equal(await reasonOf(actOnJob(transport, id, 'vacate')), 'notRunning');
    assert.equal(await reasonOf(actOnJob(transport, id, 'release')), 'notHeld');
    await actOnJob(transport, id, 'hold');
    assert.equal(await reasonOf(actOnJob(transport, id, 'hold')), 'alreadyHeld');
    const held = await queryJob(transport, id);
    assert.deepEqual([held?.status, held?.holdReason?.code], ['held', 1]);
    await actOnJob(transport, id, 'release');
    await actOnJob(transport, id, 'remove');
    await until('it has left the queue', async () => (await queryJob(transport, id)) === undefined);
    for (const action of ['vacate', 'hold', 'release', 'remove'] as const) {
      assert.equal(await reasonOf(actOnJob(transport, id, action)), 'jobGone', action);
    }
    assert.equal((await finishedJob(transport, id))?.status, 'removed');
  });

  it('gives condor_submit’s own words when it refuses', async () => {
    const result = await submitJob(transport, { directory: state.remoteDirectory, file: 'bad.sub' });
    assert.ok(result.kind === 'refused');
    assert.match(result.stderr, /ERROR/);
    const missing = await submitJob(transport, { directory: state.remoteDirectory, file: 'no-such.sub' });
    assert.equal(missing.kind, 'refused');
  });

  it('ends a silent program there when it is stopped here', async () => {
    const marker = String(90_000 + (process.pid % 9000));
    await assert.rejects(() => transport.exec(['sleep', marker], { timeoutMs: 300 }), { reason: 'timeout' });
    await until('it has ended', async () => {
      const { stdout } = await pool.exec('alice', ['ps', '-u', 'alice', '-o', 'args=']);
      return !stdout.split('\n').includes(`sleep ${marker}`);
    });
    assert.equal(formatJobId({ cluster: 1, proc: 2 }), '1.2');
  });
});
