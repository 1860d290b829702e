import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { actOnJob, type JobAction } from '../../../client/src/condor/actions.ts';
import { CondorError } from '../../../client/src/condor/condorError.ts';
import { fakeTransport } from './fakeTransport.ts';

const id = { cluster: 7, proc: 1 };

/** What an action ends with when the tool fails and the queue then shows this JobStatus (none: not in the queue). */
async function failure(action: JobAction, status: number | undefined): Promise<string> {
  const queue = status === undefined ? '' : JSON.stringify([{ ClusterId: 7, ProcId: 1, JobStatus: status }]);
  const transport = fakeTransport((argv) =>
    argv[0] === 'condor_q' ? { stdout: queue } : { code: 1, stderr: 'Job 7.1 whatever it says' },
  );
  return actOnJob(transport, id, action).then(
    () => 'done',
    (error: unknown) => (error instanceof CondorError ? error.reason : String(error)),
  );
}

describe('actOnJob', () => {
  it('runs one tool for each action, and nothing else when it succeeds', async () => {
    for (const [action, argv] of [
      ['vacate', ['condor_vacate_job', '7.1']],
      ['vacateFast', ['condor_vacate_job', '-fast', '7.1']],
      ['hold', ['condor_hold', '7.1']],
      ['release', ['condor_release', '7.1']],
      ['remove', ['condor_rm', '7.1']],
    ] as const) {
      const transport = fakeTransport(() => ({}));
      await actOnJob(transport, id, action);
      assert.deepEqual(
        transport.calls.map((call) => call.argv),
        [argv],
      );
    }
  });
  for (const [action, status, expected] of [
    ['vacate', undefined, 'jobGone'],
    ['vacate', 1, 'notRunning'],
    ['vacateFast', 5, 'notRunning'],
    ['vacate', 2, 'toolFailed'],
    ['hold', undefined, 'jobGone'],
    ['hold', 5, 'alreadyHeld'],
    ['hold', 2, 'toolFailed'],
    ['release', 2, 'notHeld'],
    ['release', 5, 'toolFailed'],
    ['remove', undefined, 'jobGone'],
    ['remove', 3, 'done'],
    ['remove', 1, 'toolFailed'],
  ] as const) {
    it(`tells a failed ${action} of a job in state ${status ?? 'gone'}: ${expected}`, async () => {
      assert.equal(await failure(action, status), expected);
    });
  }
});
