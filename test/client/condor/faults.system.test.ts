/** What goes wrong on a real access point: full disks, and a schedd that is down. Each has its message, and nothing is lost. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Job } from '../../../client/src/condor/job.ts';
import { dryRun, submitOnce, type PendingToken } from '../../../client/src/condor/submit.ts';
import { queryJobs } from '../../../client/src/condor/queue.ts';
import { uploadSubmitDirectory } from '../../../client/src/condor/submitDirectory.ts';
import type { TailEvent } from '../../../client/src/logs/events.ts';
import { tailJob } from '../../../client/src/logs/tailJob.ts';
import { TransportError, type Transport } from '../../../client/src/transport/transport.ts';
import { poolUnavailable, startPool, type Pool } from '../../pool/pool.ts';
import { poolTransport } from '../../support/poolTransport.ts';
import { until } from '../../support/until.ts';

const submitFile = (more: string): string => `executable = run.sh
should_transfer_files = YES
when_to_transfer_output = ON_EXIT
request_memory = 32
request_disk = 1024
${more}
queue 2
`;
/** Prints a hundred lines in two seconds. */
const program = `#!/bin/sh
i=0
while [ $i -lt 100 ]; do i=$((i+1)); echo line $i; sleep 0.02; done
`;

describe('an access point in trouble', { skip: poolUnavailable() ?? false, timeout: 300_000 }, () => {
  let pool: Pool;
  let transport: Transport;
  let folder: string;
  let token: string | undefined;
  const pending: PendingToken = {
    get: () => token,
    set: (now) => {
      token = now;
      return Promise.resolve();
    },
  };
  const root = async (...argv: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await pool.exec('root', argv);
    assert.equal(code, 0, stderr);
    return stdout;
  };
  /** A disk of its own, alice's, with so many KiB. */
  const mount = (where: string, kib: number): Promise<string> =>
    root(
      'sh',
      '-c',
      'mkdir -p "$1" && mount -t tmpfs -o "size=$2k,uid=1500,mode=755" none "$1"',
      'sh',
      where,
      String(kib),
    );
  const upload = (remoteDirectory: string, files: readonly string[]) =>
    uploadSubmitDirectory(transport, { localDirectory: folder, files, remoteDirectory });

  before(async () => {
    pool = await startPool({ name: 'trouble' });
    transport = poolTransport(pool);
    folder = await mkdtemp(path.join(os.tmpdir(), 'dmtcp-condor-faults-'));
    await mkdir(folder, { recursive: true });
    const files: Record<string, string> = {
      'run.sh': program,
      'never.sub': submitFile('requirements = Machine == "nowhere"\nlog = job.log'),
      'full.sub': submitFile('output = out.$(Process)\nlog = /home/alice/fulllog/job.log').replace(
        'queue 2',
        'queue 1',
      ),
      'big.dat': 'x'.repeat(3_000_000),
    };
    for (const [name, text] of Object.entries(files))
      await writeFile(path.join(folder, name), text, { mode: 0o755 });
  });
  after(async () => {
    transport.dispose();
    await pool.exec(pool.user, ['condor_rm', '-all']);
    await pool.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('says that the disk of the submit directory is full, keeps what was there, and goes on once there is room', async () => {
    const disk = '/home/alice/full';
    await mount(disk, 1024);
    const { state } = await upload(`${disk}/job`, ['run.sh', 'never.sub']);
    const before = await root('find', disk);
    await assert.rejects(upload(`${disk}/job`, ['run.sh', 'never.sub', 'big.dat']), (error: unknown) => {
      assert.ok(error instanceof TransportError && error.reason === 'fileFailed', String(error));
      assert.match(error.message, /KiB are free in .*is the disk full/);
      return true;
    });
    assert.equal(await root('find', disk), before, 'nothing is left half');
    await root('mount', '-o', 'remount,size=8m', disk);
    const again = await uploadSubmitDirectory(transport, {
      ...{ localDirectory: folder, files: ['run.sh', 'big.dat'], remoteDirectory: `${disk}/job`, state },
    });
    assert.deepEqual(again.uploaded, ['big.dat']);
  });

  it('says that a job cannot end while the disk of its event log is full, and shows its end once there is room', async () => {
    const disk = '/home/alice/fulllog';
    await mount(disk, 64);
    await root('sh', '-c', 'cat /dev/zero >"$1/filler" 2>/dev/null; :', 'sh', disk);
    const { state } = await upload('dmtcp-condor/full', ['run.sh', 'full.sub']);
    const result = await submitOnce(
      transport,
      { directory: state.remoteDirectory, file: 'full.sub' },
      { pending, newToken: () => 'fulllog' },
    );
    assert.ok(result.kind === 'submitted', JSON.stringify(result));
    const [{ cluster } = { cluster: 0 }] = result.clusters;
    const events: TailEvent[] = [];
    const tail = tailJob({
      transport,
      id: { cluster, proc: 0 },
      listener: (event) => void events.push(event),
      pollMs: 200,
    });
    const told = await until(
      'the pane says why the job does not end',
      () => events.find((event) => event.kind === 'state' && event.text.includes('disk full')),
      {
        timeoutMs: 60_000,
        describe: () => JSON.stringify(events.filter((event) => event.kind === 'state').map((e) => e.text)),
      },
    );
    assert.ok(told.kind === 'state' && told.text.includes(`${disk}/job.log`), JSON.stringify(told));
    await root('mount', '-o', 'remount,size=1m', disk);
    await tail.done;
    const output = events.flatMap((event) =>
      event.kind === 'data' && event.file.kind === 'output' ? [Buffer.from(event.bytes).toString()] : [],
    );
    const all = Array.from({ length: 100 }, (_, i) => `line ${i + 1}\n`).join('');
    assert.equal(output.join(''), all);
    const end = events.at(-1);
    assert.ok(end?.kind === 'end' && end.job?.status === 'completed', JSON.stringify(end));
  });

  it('says that the schedd is down when jobs are submitted, and queues them once when it is back', async () => {
    const { state } = await upload('dmtcp-condor/down', ['run.sh', 'never.sub']);
    const options = { directory: state.remoteDirectory, file: 'never.sub' };
    const submit = () => submitOnce(transport, options, { pending, newToken: () => 'down' });
    const mine = async (): Promise<readonly Job[]> =>
      (await queryJobs(transport)).filter((job) => job.initialDirectory === state.remoteDirectory);
    try {
      await root('condor_off', '-fast', '-daemon', 'schedd');
      await until('the schedd is gone', async () => (await pool.exec(pool.user, ['condor_q'])).code !== 0, {
        timeoutMs: 60_000,
      });
      assert.equal(await dryRun(transport, options), undefined, 'reading needs no schedd');
      for (let attempt = 0; attempt < 2; attempt++)
        await assert.rejects(submit(), (error: unknown) => {
          assert.match(
            String(error),
            attempt === 0
              ? /condor_submit failed.*schedd may be down.*nothing is queued twice/s
              : /condor_q failed/,
          );
          return true;
        });
      assert.equal(token, 'down', 'it is looked for the next time');
    } finally {
      await root('condor_on', '-daemon', 'schedd');
    }
    const result = await until('the schedd is back', () => submit().catch(() => undefined), {
      timeoutMs: 90_000,
    });
    assert.equal(result.kind, 'submitted');
    assert.equal((await mine()).length, 2);
    assert.equal(token, undefined);
  });
});
