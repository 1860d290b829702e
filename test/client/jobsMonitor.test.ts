import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Job, JobId } from '../../client/src/condor/job.ts';
import { formatJobId } from '../../client/src/condor/job.ts';
import { JobsMonitor, type QueueState } from '../../client/src/jobsMonitor.ts';
import { TransportError, type TransportErrorReason } from '../../client/src/transport/transport.ts';

const job = (cluster: number): Job => ({
  id: { cluster, proc: 0 },
  status: 'running',
  owner: 'alice',
  command: 'foo',
  arguments: '',
  runSeconds: 0,
  starts: 1,
  shadowStarts: 1,
  initialDirectory: '/home/alice',
});

/** A monitor over a queue that the test sets; nothing is timed: each look is asked for. */
function watch(expected: readonly JobId[] = []): {
  readonly monitor: JobsMonitor;
  readonly states: QueueState[];
  readonly ended: string[];
  readonly queue: { answer: () => Promise<readonly Job[]> };
} {
  const states: QueueState[] = [];
  const ended: string[] = [];
  const queue = { answer: (): Promise<readonly Job[]> => Promise.resolve([]) };
  const monitor = new JobsMonitor({
    accessPoint: 'ap',
    query: () => queue.answer(),
    intervalMs: () => 1_000_000,
    expected,
    onState: (state) => states.push(state),
    onEnded: (ids) => ended.push(...ids.map(formatJobId)),
  });
  return { monitor, states, ended, queue };
}

describe('JobsMonitor', () => {
  it('tells once when a job has left the queue', async () => {
    const { monitor, ended, queue } = watch();
    queue.answer = () => Promise.resolve([job(1), job(2)]);
    await monitor.refresh();
    queue.answer = () => Promise.resolve([job(2)]);
    await monitor.refresh();
    await monitor.refresh();
    monitor.dispose();
    assert.deepEqual(ended, ['1.0']);
  });
  it('tells of expected jobs that ended while nobody looked', async () => {
    const { monitor, ended } = watch([{ cluster: 7, proc: 3 }]);
    await monitor.refresh();
    monitor.dispose();
    assert.deepEqual(ended, ['7.3']);
  });
  it('a job submitted while a look is under way has not ended', async () => {
    const { monitor, ended, queue } = watch();
    queue.answer = () => {
      monitor.expect([{ cluster: 5, proc: 0 }]);
      return Promise.resolve([]);
    };
    await monitor.refresh();
    assert.deepEqual(ended, []);
    queue.answer = () => Promise.resolve([]);
    await monitor.refresh();
    monitor.dispose();
    assert.deepEqual(ended, ['5.0']);
  });
  it('a failure ends no job, and the next success goes on', async () => {
    const { monitor, states, ended, queue } = watch([{ cluster: 1, proc: 0 }]);
    queue.answer = () => Promise.reject(new Error('schedd is down'));
    await monitor.refresh();
    assert.deepEqual([states.at(-1)?.kind, ended], ['failed', []]);
    queue.answer = () => Promise.resolve([job(1)]);
    await monitor.refresh();
    monitor.dispose();
    assert.deepEqual([states.at(-1)?.kind, ended], ['known', []]);
  });
  it('looks that meet are one look', async () => {
    const { monitor, queue } = watch();
    let looks = 0;
    queue.answer = () => {
      looks++;
      return Promise.resolve([]);
    };
    await Promise.all([monitor.refresh(), monitor.refresh()]);
    monitor.dispose();
    assert.equal(looks, 1);
  });
  it('says nothing after it was disposed of', async () => {
    const { monitor, states, queue } = watch();
    let answer: (jobs: readonly Job[]) => void = () => assert.fail('the look has not begun');
    queue.answer = () => new Promise((resolve) => (answer = resolve));
    const look = monitor.refresh();
    monitor.dispose();
    answer([job(1)]);
    await look;
    assert.deepEqual(states, []);
  });

  const failures: readonly [TransportErrorReason, boolean][] = [
    ['unreachable', true],
    ['timeout', true],
    ['hostKeyChanged', false],
    ['hostKeyUnknown', false],
    ['authenticationFailed', false],
  ];
  for (const [reason, triesAgain] of failures) {
    it(`${reason}: ${triesAgain ? 'tried again by itself' : 'not tried again until somebody asks'}`, async (t) => {
      t.mock.timers.enable({ apis: ['setTimeout'] });
      const { monitor, states, queue } = watch();
      let looks = 0;
      queue.answer = () => {
        looks++;
        return Promise.reject(new TransportError(reason, 'no'));
      };
      await monitor.refresh();
      t.mock.timers.tick(60_000);
      const [state] = states;
      monitor.dispose();
      assert.equal(state?.kind === 'failed' && state.triesAgain, triesAgain);
      assert.equal(looks, triesAgain ? 2 : 1);
    });
  }
});
