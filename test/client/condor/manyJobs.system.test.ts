/** Many jobs of a real pool at once: followed in one session, acted on, looked into; and a schedd that goes away. */
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { actOnJobs } from '../../../client/src/condor/actions.ts';
import { analyzeJob } from '../../../client/src/condor/analyze.ts';
import { CondorError } from '../../../client/src/condor/condorError.ts';
import { attributeOf, editJob } from '../../../client/src/condor/editJob.ts';
import { EventLogWatch } from '../../../client/src/condor/eventLogWatch.ts';
import { formatJobId, type JobId } from '../../../client/src/condor/job.ts';
import { JobLooks } from '../../../client/src/condor/jobLooks.ts';
import { checkpointNow, readSandboxFile, sandboxListing } from '../../../client/src/condor/jobShell.ts';
import { queryAllJobs, queryHistory, queryJob, queryJobs } from '../../../client/src/condor/queue.ts';
import { submitJob } from '../../../client/src/condor/submit.ts';
import { JobsMonitor, type QueueState } from '../../../client/src/jobsMonitor.ts';
import { StreamHub } from '../../../client/src/logs/streamHub.ts';
import { tailJob } from '../../../client/src/logs/tailJob.ts';
import type { Transport } from '../../../client/src/transport/transport.ts';
import { poolUnavailable, startPool, type Pool } from '../../pool/pool.ts';
import { poolTransport } from '../../support/poolTransport.ts';
import { until } from '../../support/until.ts';

const directory = `dmtcp-condor/many-${process.pid}`;
const worker = `#!/bin/sh
trap 'exit 0' INT
echo hello >"a b'\\$(x).txt"
i=0
while [ $i -lt "$1" ]; do i=$((i + 1)); echo "line $i"; sleep 0.05; done
`;
const submitFile = (count: number, more: string): string => `executable = worker.sh
arguments = 100
output = out.$(Process)
error = err.$(Process)
log = many.log
should_transfer_files = YES
when_to_transfer_output = ON_EXIT_OR_EVICT
kill_sig = SIGINT
request_memory = 32
request_disk = 1024
batch_name = many
${more}
queue ${count}
`;

describe('many jobs of a real pool', { skip: poolUnavailable() ?? false, timeout: 400_000 }, () => {
  let pool: Pool;
  let transport: Transport;
  let hub: StreamHub;

  before(async () => {
    pool = await startPool({ name: 'many' });
    transport = poolTransport(pool);
    hub = new StreamHub(transport);
    await transport.exec(['mkdir', '-p', directory]);
    await write('worker.sh', worker);
  });
  after(async () => {
    await transport.exec(['condor_rm', '-all']);
    hub.dispose();
    transport.dispose();
    await pool.stop();
  });

  const write = async (name: string, text: string): Promise<void> => {
    const script = 'umask 022; cat >"$1" && chmod +x "$1"';
    await transport.exec(['sh', '-c', script, 'sh', `${directory}/${name}`], { input: text });
  };
  async function submit(count: number, more = ''): Promise<readonly JobId[]> {
    const file = `many-${count}-${more.length}.sub`;
    await write(file, submitFile(count, more));
    const result = await submitJob(transport, { directory, file });
    assert.ok(result.kind === 'submitted', result.kind === 'refused' ? result.stderr : '');
    return result.clusters.flatMap(({ cluster, firstProc, lastProc }) =>
      Array.from({ length: lastProc - firstProc + 1 }, (_, i) => ({ cluster, proc: firstProc + i })),
    );
  }
  const statuses = async (ids: readonly JobId[]): Promise<readonly (string | undefined)[]> => {
    const jobs = new Map((await queryJobs(transport)).map((job) => [formatJobId(job.id), job.status]));
    return ids.map((id) => jobs.get(formatJobId(id)));
  };

  it('follows 12 jobs to their end in one session, every byte once, and keeps no job from ending', async () => {
    const ids = await submit(12);
    const looks = new JobLooks(transport);
    let mostTails = 0;
    const tails = ids.map((id) => {
      const state = { text: '', ended: '' };
      const tail = tailJob({
        transport,
        id,
        pollMs: 300,
        streams: hub,
        look: (one, signal) => looks.look(one, signal),
        listener: (event) => {
          mostTails = Math.max(mostTails, transport.sessions.tails);
          if (event.kind === 'data' && event.file.kind === 'output') {
            assert.equal(event.offset, state.text.length);
            state.text += Buffer.from(event.bytes).toString();
          } else if (event.kind === 'end') state.ended = event.failed ?? event.job?.status ?? '';
        },
      });
      return { state, done: tail.done };
    });
    await Promise.all(tails.map((tail) => tail.done));
    const expected = Array.from({ length: 100 }, (_, i) => `line ${i + 1}\n`).join('');
    for (const { state } of tails) assert.deepEqual(state, { text: expected, ended: 'completed' });
    assert.equal(mostTails, 1);
    const history = await queryHistory(transport, 20);
    assert.ok(ids.every((id) => history.some((job) => formatJobId(job.id) === formatJobId(id))));
  });

  it('acts on many at once, and tells which it was not possible for', async () => {
    const ids = await submit(6, 'requirements = Machine == "nowhere"');
    const [first, ...others] = ids;
    assert.ok(first !== undefined);
    assert.deepEqual((await actOnJobs(transport, [first], 'hold')).failed, []);
    const held = await actOnJobs(transport, ids, 'hold');
    // Nothing was lost by the one that was held already.
    assert.deepEqual(
      await statuses(ids),
      ids.map(() => 'held'),
    );
    assert.deepEqual(held.failed, []);
    assert.equal((await actOnJobs(transport, others, 'release')).done.length, 5);
    assert.deepEqual(await statuses(ids), ['held', 'idle', 'idle', 'idle', 'idle', 'idle']);
    const removed = await actOnJobs(transport, ids, 'remove');
    assert.equal(removed.done.length, 6);
    await until('they have left the queue', async () => (await statuses(ids)).every((s) => s === undefined));
    const [gone] = (await actOnJobs(transport, [first], 'hold')).failed;
    assert.equal(gone?.error.reason, 'jobGone');
  });

  it('says why a job is idle, and lets what it asks for be changed', async () => {
    const [id] = await submit(1, 'arguments = 3000\nrequirements = Machine == "nowhere"');
    assert.ok(id !== undefined);
    const { conditions } = await analyzeJob(transport, id);
    assert.deepEqual(conditions[0], { step: '[0]', matched: 0, text: 'Machine == "nowhere"' });
    assert.equal(await attributeOf(transport, id, 'RequestMemory'), '32');
    await actOnJobs(transport, [id], 'hold');
    await editJob(transport, id, { attribute: 'Requirements', expression: 'Cpus >= 1 && "a\'b$(c)" != ""' });
    await editJob(transport, id, { attribute: 'RequestMemory', expression: '48' });
    await assert.rejects(
      editJob(transport, id, { attribute: 'RequestMemory', expression: '48 +' }),
      (error) => error instanceof CondorError && error.reason === 'toolFailed',
    );
    await actOnJobs(transport, [id], 'release');
    const job = await until(
      'it runs',
      async () => {
        const found = await queryJob(transport, id);
        return found?.status === 'running' ? found : undefined;
      },
      { timeoutMs: 60_000 },
    );
    assert.equal(job.requestMemoryMb, 48);
    assert.ok((await queryAllJobs(transport)).some((one) => one.owner === 'alice'));
    assert.match(job.submitFile ?? '', /many-1-.*\.sub$/);

    const hostile = "a b'$(x).txt";
    const files = await until('its file is there', async () => {
      const listing = await sandboxListing(transport, id);
      return listing.some((file) => file.name === hostile && file.size > 0) ? listing : undefined;
    });
    assert.ok(files.some((file) => file.name === '_condor_stdout'));
    assert.equal(await readSandboxFile(transport, id, { name: hostile, maxBytes: 100 }), 'hello\n');
    await assert.rejects(
      checkpointNow(transport, id),
      (error) => error instanceof CondorError && /no shim_dmtcp\.env/.test(error.message),
    );

    const input = new PassThrough();
    const command = `stty cols 100 rows 30; exec condor_ssh_to_job -auto-retry ${formatJobId(id)}`;
    const terminal = transport.stream(['script', '-qefc', command, '/dev/null'], { input });
    input.write('stty size; cat "a b\'\\$(x).txt"; exit 3\n');
    let said = '';
    for await (const bytes of terminal.stdout) said += Buffer.from(bytes).toString();
    const end = await terminal.closed;
    assert.match(said, /30 100\r\n/);
    assert.match(said, /hello\r\n/);
    assert.ok(end.kind === 'exit' && end.code === 3, JSON.stringify(end));
    await actOnJobs(transport, [id], 'remove');
  });

  it('hears from the event log what happens, without asking the queue', async () => {
    const [id] = await submit(1, 'requirements = Machine == "elsewhere"');
    assert.ok(id !== undefined);
    const job = await queryJob(transport, id);
    let changes = 0;
    let readable = false;
    const watch = new EventLogWatch({
      streams: hub,
      onChange: () => changes++,
      onReadable: (is) => (readable = is),
    });
    watch.watch([job?.userLog ?? '']);
    await until('the log is read', () => readable);
    const before = changes;
    await actOnJobs(transport, [id], 'hold');
    await until('the hold is heard of', () => changes > before, { timeoutMs: 3000, everyMs: 20 });
    watch.dispose();
    await actOnJobs(transport, [id], 'remove');
  });

  it('says that the schedd is down, and goes on when it is back', async () => {
    const ids = await submit(2, 'requirements = Machine == "beyond"');
    const states: QueueState[] = [];
    const ended: string[] = [];
    const monitor = new JobsMonitor({
      accessPoint: 'the pool',
      query: () => queryJobs(transport),
      intervalMs: () => 300,
      expected: ids,
      onState: (state) => states.push(state),
      onEnded: (ids) => ended.push(...ids.map(formatJobId)),
    });
    const last = (): QueueState | undefined => states.at(-1);
    try {
      await monitor.refresh();
      assert.equal(last()?.kind, 'known');
      await pool.exec('root', ['condor_off', '-fast', '-daemon', 'schedd']);
      const failed = await until(
        'it says so',
        () => {
          const state = last();
          return state?.kind === 'failed' ? state : undefined;
        },
        { timeoutMs: 60_000 },
      );
      assert.ok(failed.triesAgain);
      assert.match(String(failed.error), /condor_q failed/);
      await pool.exec('root', ['condor_on', '-daemon', 'schedd']);
      await until('it is back', () => last()?.kind === 'known', { timeoutMs: 90_000 });
      assert.deepEqual(ended, [], 'no job was taken for ended');
      assert.deepEqual(await statuses(ids), ['idle', 'idle']);
    } finally {
      monitor.dispose();
      await pool.exec('root', ['condor_on', '-daemon', 'schedd']);
    }
  });
});
