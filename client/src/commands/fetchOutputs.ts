import path from 'node:path';
import * as vscode from 'vscode';
import { formatJobId } from '../condor/job.ts';
import { UserError } from '../userError.ts';
import type { Submission } from '../submissions.ts';
import type { AccessPoint } from './accessPoints.ts';
import { notFetched } from './endedJobs.ts';
import { everyState, pickJob, type Called } from './pickJob.ts';
import type { Services } from './services.ts';

/** DMTCP: Fetch Job Outputs. Copies what a job left on the access point beside its submit file. */
export async function fetchJobOutputs(services: Services, called: Called): Promise<void> {
  const { point, submission, name } =
    called.target === undefined ? await pickSubmission(services) : await submissionOf(services, called);
  const summary = await services.ended.fetch(point, submission);
  const { fetched } = summary;
  const others = notFetched(summary, point);
  services.ui.showInformation(
    fetched.length === 0 && others === ''
      ? `Everything that job ${name} has left on ${point.name} is here already.`
      : `Fetched ${fetched.join(', ') || 'nothing'}.${others}`,
  );
}

interface Wanted {
  readonly point: AccessPoint;
  readonly submission: Submission;
  /** For people. */
  readonly name: string;
}

async function submissionOf(services: Services, called: Called): Promise<Wanted> {
  const { point, id } = await pickJob(services, called, {
    title: 'Fetch Job Outputs',
    states: everyState,
  });
  const submission = services.submissions.find(point.name, id);
  if (submission !== undefined) return { point, submission, name: formatJobId(id) };
  throw new UserError(
    `Job ${formatJobId(id)} was not submitted from this workspace, so it is not known where its outputs belong. They are in its submit directory on ${point.name}.`,
  );
}

/** What was submitted from this workspace, newest first: outputs are of jobs that have left the queue, most of all. */
async function pickSubmission(services: Services): Promise<Wanted> {
  const items = [...services.submissions.all()].reverse().map((submission) => ({
    label: nameOf(submission),
    description: `${path.basename(submission.submitFile)}, ${submission.accessPoint}`,
    detail: submission.localDirectory,
    submission,
  }));
  if (items.length === 0)
    throw new UserError(
      'Fetch Job Outputs: expected jobs that were submitted from this workspace, and there are none. Submit one first.',
    );
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Fetch Job Outputs',
    placeHolder: 'Job',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen === undefined) throw new vscode.CancellationError();
  const { submission, label } = chosen;
  return { point: await services.accessPoints.get(submission.accessPoint), submission, name: label };
}

function nameOf({ cluster, firstProc, lastProc }: Submission): string {
  const first = formatJobId({ cluster, proc: firstProc });
  return firstProc === lastProc ? first : `${first} to ${formatJobId({ cluster, proc: lastProc })}`;
}
