import type { Transport } from '../transport/transport.ts';
import { CondorError } from './condorError.ts';
import { formatJobId, type Job, type JobId } from './job.ts';
import { queryJob } from './queue.ts';
import { runTool, toolFailed } from './tool.ts';

/** `vacate` lets the job checkpoint first; `vacateFast` kills it: what it did since its last checkpoint is lost. */
export type JobAction = 'vacate' | 'vacateFast' | 'hold' | 'release' | 'remove';

const commands: Readonly<Record<JobAction, readonly string[]>> = {
  vacate: ['condor_vacate_job'],
  vacateFast: ['condor_vacate_job', '-fast'],
  hold: ['condor_hold'],
  release: ['condor_release'],
  remove: ['condor_rm'],
};

/**
 * Does one thing to one job. A job that is being removed already counts as removed.
 * Throws CondorError: jobGone, notRunning, alreadyHeld, notHeld, toolFailed, notInstalled.
 */
export async function actOnJob(transport: Transport, id: JobId, action: JobAction): Promise<void> {
  const argv = [...commands[action], formatJobId(id)];
  const result = await runTool(transport, argv);
  if (result.code === 0) return;
  // Why it failed is told by the job's state, not by the tool's words: those change between versions.
  const job = await queryJob(transport, id);
  if (action === 'remove' && job?.status === 'removed') return;
  throw stateError(id, action, job) ?? toolFailed(argv, result);
}

function stateError(id: JobId, action: JobAction, job: Job | undefined): CondorError | undefined {
  const name = `Job ${formatJobId(id)}`;
  if (job === undefined) {
    return new CondorError(
      'jobGone',
      `${name} is not in the queue: it has ended or was removed, or there never was one. The view HTCondor Jobs shows those that are there.`,
    );
  }
  const runs = job.status === 'running' || job.status === 'transferring' || job.status === 'suspended';
  switch (action) {
    case 'vacate':
    case 'vacateFast':
      return runs
        ? undefined
        : new CondorError('notRunning', `${name} is ${job.status}; only a running job can be vacated.`);
    case 'hold':
      return job.status === 'held' ? new CondorError('alreadyHeld', `${name} is held already.`) : undefined;
    case 'release':
      return job.status === 'held'
        ? undefined
        : new CondorError('notHeld', `${name} is ${job.status}; only a held job can be released.`);
    case 'remove':
      return undefined;
  }
}
