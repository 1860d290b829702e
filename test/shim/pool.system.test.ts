/** The shim as a real job in a real pool: whatever is done to it, every number comes once. */
import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import { poolUnavailable, startPool, type Pool } from '../pool/pool.ts';
import { until } from '../support/until.ts';
import { inPool, submitFile, type PoolJob } from './poolJob.ts';
import { flavours, numbers } from './sandbox.ts';

const unavailable = poolUnavailable();
const retry = [
  'on_exit_remove = ExitBySignal == False && ExitCode =!= 125',
  'on_exit_hold = (ExitBySignal || ExitCode == 125) && NumJobCompletions >= 3',
  'on_exit_hold_reason = "shim_dmtcp failed three times"',
];
const outputs = '--log shim.log --stdout out.txt --stderr err.txt';

describe('the shim in a pool', { timeout: 600_000 }, () => {
  // Starters are killed in it.
  let pool: Pool | undefined;
  before(async () => {
    if (unavailable === undefined) pool = await startPool({ name: 'shim' });
  });
  after(() => pool?.stop());

  for (const { name, root } of flavours.filter(({ shim }) => shim === 'static')) {
    const job = (
      t: TestContext,
      given: Parameters<typeof submitFile>[0],
      body: (job: PoolJob, running: Pool) => Promise<void>,
    ): Promise<void> | void => {
      if (pool === undefined) return t.skip(unavailable);
      if (root === undefined) return t.skip('DMTCP_ROOT is not set: no real DMTCP on this machine');
      const running = pool;
      return inPool(t, { pool, root, submitFile: submitFile(given) }, (one) => body(one, running));
    };

    const listed = [
      'ckpt',
      'out.txt',
      'err.txt',
      'file.txt',
      'shim.log',
      'shim_dmtcp.$(Cluster).$(Process).state.json',
      'shim_dmtcp.$(Cluster).$(Process).jsonl',
      'late.txt',
    ].join(', ');
    const forms = {
      'outputs unknown': { option: '', lines: [] },
      'outputs known': {
        option: '--ckptdir ckpt',
        lines: [`transfer_output_files = ${listed}`, `transfer_checkpoint_files = ${listed}`],
      },
    } as const;
    for (const [form, { option, lines }] of Object.entries(forms)) {
      it(`hands each checkpoint over, and survives the death of its starter, ${form}, over ${name}`, (t) =>
        job(
          t,
          {
            arguments: `${outputs} --ckptint 2 ${option} ./counter 100 100 file.txt 7`,
            lines: [...retry, 'checkpoint_exit_code = 85', ...lines],
          },
          async (one, running) => {
            await checkpointed(one, 2);
            const kill =
              'for p in /proc/[0-9]*; do read -r name 2>/dev/null <$p/comm && [ "$name" = condor_starter ] && kill -9 ${p#/proc/}; done; :';
            await running.exec('root', ['sh', '-c', kill]);
            await one.events('001', 2);
            if (form === 'outputs known') {
              // Evicted as well; late.txt is listed, and not there yet.
              await checkpointed(one, 3);
              await one.condor('condor_vacate_job', one.id);
              await one.events('001', 3);
              await one.printed('out.txt', 1);
              // The first session of a run may come too early.
              await until(
                'late.txt to be written',
                async () =>
                  (
                    await running.exec('alice', [
                      'condor_ssh_to_job',
                      one.id,
                      'echo late >late.txt && cat late.txt',
                    ])
                  ).stdout === 'late\n',
                { timeoutMs: 60_000, everyMs: 300 },
              );
            }
            await ended(one, 100, 7);
            const runs = one.shimEvents().filter((event) => event.event === 'running');
            assert.equal(runs.filter((run) => run.restartedFrom.length === 0).length, 1, 'one beginning');
            assert.ok(runs.length >= 4);
          },
        ));
    }

    it(`is held when the shim fails the third time, over ${name}`, (t) =>
      job(t, { arguments: `${outputs} --with-dmtcp /nowhere ./counter 3`, lines: retry }, async (one) => {
        await one.events('012', 1);
        const [starts, code, reason] = (
          await one.condor('condor_q', one.id, '-af:,', 'NumJobStarts', 'ExitCode', 'HoldReason')
        )
          .trim()
          .split(', ');
        assert.deepEqual([starts, code], ['3', '125']);
        assert.match(reason ?? '', /shim_dmtcp failed three times/);
        assert.match(one.read('shim.log'), /--with-dmtcp \/nowhere: expected dmtcp_launch/);
      }));
  }
});

/** Waits until HTCondor has got so many checkpoints. */
const checkpointed = (job: PoolJob, count: number): Promise<unknown> =>
  until(
    `${count} checkpoints that HTCondor has`,
    async () => Number(await job.condor('condor_q', job.id, '-af', 'CheckpointNumber')) + 1 >= count,
    { timeoutMs: 120_000, everyMs: 200, describe: () => job.read('job.log') },
  );

async function ended(job: PoolJob, count: number, code: number): Promise<void> {
  await job.events('005', 1);
  assert.match(job.read('job.log'), new RegExp(`Normal termination \\(return value ${code}\\)`));
  assert.equal(job.read('out.txt'), numbers(count));
  assert.equal(job.read('file.txt'), numbers(count));
  assert.deepEqual(job.list(/^ckpt_|restart_script/), []);
}
