import * as vscode from 'vscode';
import { formatJobId, parseJobId, type Job, type JobId, type JobStatus } from '../condor/job.ts';
import { describeJob } from '../views/describeJob.ts';
import { UserError } from '../userError.ts';
import type { Services } from './services.ts';

/** Something in the jobs view that stands for one job. */
export interface JobTarget {
  readonly jobId: JobId;
}

/**
 * The job that a command is about: the one it was called on (a row of the view, or "CLUSTER.PROC"), or one that the
 * person picks among those in one of the given states. Throws UserError when there is none to pick.
 */
export async function pickJob(
  services: Services,
  target: unknown,
  what: { readonly title: string; readonly states: readonly JobStatus[] },
): Promise<JobId> {
  if (isJobTarget(target)) return target.jobId;
  if (typeof target === 'string') {
    const id = parseJobId(target);
    if (id !== undefined) return id;
    throw new UserError(`"${target}" is no job id: expected CLUSTER.PROC, such as 12.0.`);
  }
  const jobs = (await services.jobs.look()).filter((job) => what.states.includes(job.status));
  if (jobs.length === 0) {
    throw new UserError(
      `${what.title}: expected a job that is ${what.states.join(' or ')}, and your queue has none. Submit one, or look at the view HTCondor Jobs.`,
    );
  }
  const chosen = await vscode.window.showQuickPick(jobs.map(item(services.jobs.now())), {
    title: what.title,
    placeHolder: 'Job',
    matchOnDescription: true,
  });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.id;
}

const item =
  (now: number) =>
  (job: Job): vscode.QuickPickItem & { readonly id: JobId } => ({
    id: job.id,
    label: formatJobId(job.id),
    description: describeJob(job, now),
  });

const isJobTarget = (value: unknown): value is JobTarget =>
  typeof value === 'object' && value !== null && 'jobId' in value;
