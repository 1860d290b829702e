import type { Transport } from '../transport/transport.ts';
import { CondorError } from './condorError.ts';
import { formatJobId, type Job, type JobId } from './job.ts';
import { queryJobsById } from './queue.ts';
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

/** Most jobs of one command line. */
const maxBatch = 500;

export interface ActionsResult {
  readonly done: readonly JobId[];
  /** Why it was not done to the others. */
  readonly failed: readonly { readonly id: JobId; readonly error: CondorError }[];
}

/**
 * Does one thing to one job. A job that is being removed already counts as removed.
 * Throws CondorError: jobGone, notRunning, alreadyHeld, notHeld, toolFailed, notInstalled.
 */
export async function actOnJob(transport: Transport, id: JobId, action: JobAction): Promise<void> {
  const { failed } = await actOnJobs(transport, [id], action);
  const [first] = failed;
  if (first !== undefined) throw first.error;
}

/** Does one thing to many jobs, with few commands. Throws what keeps it from being done at all. */
export async function actOnJobs(
  transport: Transport,
  ids: readonly JobId[],
  action: JobAction,
): Promise<ActionsResult> {
  const done: JobId[] = [];
  const failed: { readonly id: JobId; readonly error: CondorError }[] = [];
  for (let at = 0; at < ids.length; at += maxBatch) {
    const batch = ids.slice(at, at + maxBatch);
    const argv = [...commands[action], ...batch.map(formatJobId)];
    const result = await runTool(transport, argv);
    if (result.code === 0) {
      done.push(...batch);
      continue;
    }
    // Why it failed is told by the jobs' states, not by the tool's words: those change between versions.
    const jobs = new Map(
      (await queryJobsById(transport, batch)).map((job) => [formatJobId(job.id), job] as const),
    );
    for (const id of batch) {
      const job = jobs.get(formatJobId(id));
      const error =
        stateError(id, action, job) ?? (batch.length === 1 ? toolFailed(argv, result) : undefined);
      if (action === 'remove' && job?.status === 'removed') done.push(id);
      // Of many, those that came before or after one that failed were done: HTCondor goes through all of them.
      else if (batch.length > 1 && tookEffect(action, job)) done.push(id);
      else failed.push({ id, error: error ?? toolFailed(argv, result) });
    }
  }
  return { done, failed };
}

/** Whether a job is as it should be after an action that was not done to all of its batch. */
function tookEffect(action: JobAction, job: Job | undefined): boolean {
  switch (action) {
    case 'vacate':
    case 'vacateFast':
      return job !== undefined && job.status !== 'held' && job.status !== 'completed';
    case 'hold':
      return job?.status === 'held';
    case 'release':
      return job !== undefined && job.status !== 'held';
    case 'remove':
      return job === undefined || job.status === 'removed';
  }
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
