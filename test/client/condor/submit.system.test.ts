/** condor_submit on a real pool: dry runs, overrides, hostile names, and submissions that are cut off half-way. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { poolMachines } from '../../../client/src/condor/machines.ts';
import { dryRun, findSubmission, submitJob, submitOnce } from '../../../client/src/condor/submit.ts';
import { uploadSubmitDirectory } from '../../../client/src/condor/submitDirectory.ts';
import { describeFit, poolFit } from '../../../client/src/dmtcp/poolFit.ts';
import type { Transport } from '../../../client/src/transport/transport.ts';
import { poolUnavailable, startPool, type Pool } from '../../pool/pool.ts';
import { startCuttingProxy } from '../../support/cuttingProxy.ts';
import { poolTransport } from '../../support/poolTransport.ts';

const job = (more: string): string => `executable = run.sh
log = job.log
requirements = Machine == "nowhere"
request_memory = 64
${more}
queue 2
`;
const hostile = [
  '-dash.sub',
  "qu'ote.sub",
  '$(id).sub',
  'two words.sub',
  'ünïcödé.sub',
  'back\\slash.sub',
  '"".sub',
];

describe('condor_submit', { skip: poolUnavailable() ?? false, timeout: 300_000 }, () => {
  let pool: Pool;
  let transport: Transport;
  let folder: string;
  let directory: string;

  before(async () => {
    pool = await startPool();
    transport = poolTransport(pool);
    folder = await mkdtemp(path.join(os.tmpdir(), 'dmtcp-condor-submit-'));
    await mkdir(path.join(folder, 'job'));
    const files: Record<string, string> = {
      'run.sh': '#!/bin/sh\n',
      'job.sub': job('batch_name = submitted'),
      'two.sub': `${job('batch_name = submitted')}queue 1\n`,
      'bad.sub': job('request_memory = lots of it'),
      'missing.sub': job('transfer_input_files = nowhere.dat'),
      ...Object.fromEntries(hostile.map((name) => [name, job('batch_name = submitted')])),
    };
    for (const [name, text] of Object.entries(files))
      await writeFile(path.join(folder, 'job', name), text, { mode: 0o755 });
    const { state } = await uploadSubmitDirectory(transport, {
      localDirectory: path.join(folder, 'job'),
      files: Object.keys(files),
      remoteDirectory: `dmtcp-condor/submit-$(id) 'x' ${process.pid}`,
    });
    directory = state.remoteDirectory;
  });
  after(async () => {
    await transport.exec(['condor_rm', '-constraint', 'JobBatchName == "submitted"']);
    await transport.exec(['rm', '-rf', '--', directory]);
    transport.dispose();
    await pool.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const queued = async (constraint: string): Promise<readonly string[]> => {
    const { stdout } = await transport.exec([
      'condor_q',
      '-constraint',
      constraint,
      '-af',
      'ClusterId',
      'ProcId',
    ]);
    return stdout.split('\n').filter((line) => line !== '');
  };

  it('tells in a dry run what it would refuse, and queues nothing', async () => {
    const before = await queued('true');
    assert.equal(await dryRun(transport, { directory, file: 'job.sub' }), undefined);
    assert.match((await dryRun(transport, { directory, file: 'bad.sub' })) ?? '', /ERROR[\s\S]*memory/i);
    assert.match(
      (await dryRun(transport, { directory, file: 'job.sub', append: ['request_cpus = x y'] })) ?? '',
      /cpus/i,
    );
    assert.deepEqual(await queued('true'), before);
  });
  it('takes overrides, for every queue statement', async () => {
    // HTCondor 25 takes one queue statement only.
    const [file, procs] = pool.version.startsWith('23.') ? ['two.sub', [0, 1, 2]] : ['job.sub', [0, 1]];
    const result = await submitJob(transport, {
      directory,
      file,
      append: ['request_memory = 123', '+Why = "it\'s $HOME; \\"quoted\\""'],
      token: 'overridden',
    });
    assert.ok(result.kind === 'submitted', JSON.stringify(result));
    const { stdout } = await transport.exec([
      'condor_q',
      '-af',
      'ProcId',
      'RequestMemory',
      'Why',
      '-constraint',
      'DmtcpCondorSubmission == "overridden"',
    ]);
    const why = 'it\'s $HOME; "quoted"';
    assert.equal(stdout, procs.map((proc) => `${proc} 123 ${why}\n`).join(''));
    assert.deepEqual(await findSubmission(transport, { directory, token: 'overridden' }), result.clusters);
    assert.deepEqual(await findSubmission(transport, { directory, token: 'never' }), []);
  });
  it('lets one at a time into a directory, and leaves nothing there', async () => {
    const submit = () => submitJob(transport, { directory, file: 'job.sub', token: 'atOnce' });
    const results = await Promise.all(Array.from({ length: 6 }, submit));
    assert.deepEqual(new Set(results.map(({ kind }) => kind)), new Set(['submitted']));
    const refused = await submitJob(transport, { directory, file: 'bad.sub' });
    assert.equal(refused.kind, 'refused');
    const { stdout } = await transport.exec(['ls', '-A', directory]);
    assert.doesNotMatch(stdout, /^\./m);
  });
  it('takes files of any name', async () => {
    for (const file of hostile) {
      assert.equal(await dryRun(transport, { directory, file }), undefined, file);
      assert.equal((await submitJob(transport, { directory, file })).kind, 'submitted', file);
    }
  });
  it('tells what machines the pool has, as packaging wants to know it', async () => {
    const machines = await poolMachines(transport);
    assert.deepEqual(
      machines.map(({ arch, slots }) => [arch, slots]),
      [['X86_64', 4]],
    );
    assert.match(machines[0]?.system ?? '', /^[A-Z][A-Za-z]+\d*$/);
    assert.equal(poolFit(machines, { architecture: 'x86_64', glibc: '2.34' }).clause, undefined);
    assert.match(
      describeFit(poolFit(machines, { architecture: 'aarch64', glibc: '2.34' })) ?? '',
      /^None of 4 slots/,
    );
  });
  it('queues the jobs once, wherever the connection is cut', async () => {
    const proxy = await startCuttingProxy(pool.sshPort);
    const far = poolTransport(pool, { port: proxy.port, hostKeyAlias: `[127.0.0.1]:${pool.sshPort}` });
    let cuts = 0;
    let found = 0;
    try {
      for (let round = 0; round < 24; round++) {
        let token: string | undefined;
        const pending = {
          get: () => token,
          set: (now: string | undefined) => {
            token = now;
            return Promise.resolve();
          },
        };
        const name = `cut${process.pid}x${round}`;
        await far.connect();
        for (let attempt = 0; ; attempt++) {
          // Only the first try is cut, at another moment each time.
          const timer = attempt > 0 ? undefined : setTimeout(() => proxy.cut(), round * 8);
          try {
            const result = await submitOnce(
              far,
              { directory, file: 'job.sub' },
              { pending, newToken: () => name },
            );
            assert.notEqual(result.kind, 'refused');
            if (result.kind === 'alreadySubmitted') found++;
            break;
          } catch (error) {
            assert.ok(attempt < 5, String(error));
            cuts++;
          } finally {
            clearTimeout(timer);
          }
        }
        const jobs = await queued(`DmtcpCondorSubmission == "${name}"`);
        assert.equal(jobs.length, 2, `round ${round}: ${jobs.join(', ')}`);
      }
      assert.ok(cuts > 0, 'some were cut');
      console.log(`    ${cuts} cuts; ${found} times the jobs had been queued already`);
    } finally {
      far.dispose();
      await proxy.stop();
    }
  });
});
