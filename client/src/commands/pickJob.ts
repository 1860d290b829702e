import * as vscode from 'vscode';
import { formatJobId, parseJobId, type Job, type JobId, type JobStatus } from '../condor/job.ts';
import { describeJob, jobName } from '../views/describeJob.ts';
import { jobsOf, rankOf, type Row } from '../views/jobTree.ts';
import type { KnownJob } from '../views/jobsView.ts';
import { UserError } from '../userError.ts';
import type { AccessPoint } from './accessPoints.ts';
import type { Services } from './services.ts';

/** A job, and the access point that it was submitted on. */
export interface PickedJob {
  readonly point: AccessPoint;
  readonly id: JobId;
  /** What the view knew of it. */
  readonly job?: Job;
}

/** What a command is called with: a row of the view and all that are selected, or "CLUSTER.PROC". */
export interface Called {
  readonly target: unknown;
  readonly selected: unknown;
}

interface What {
  readonly title: string;
  readonly states: readonly JobStatus[];
  /** The person picks one only. */
  readonly one?: boolean;
}

/** Views and panes that change meanwhile may take the focus: a picker of jobs stays until it is answered. */
const pickerHabits = { matchOnDescription: true, matchOnDetail: true, ignoreFocusOut: true };

export const everyState: readonly JobStatus[] = [
  'running',
  'idle',
  'held',
  'transferring',
  'suspended',
  'completed',
  'removed',
];

/**
 * The job that a command is about: the one it was called on, or one that the person picks among those in one of the
 * given states. Throws UserError when there is none to pick.
 */
export async function pickJob(services: Services, called: Called, what: What): Promise<PickedJob> {
  const { target } = called;
  if (typeof target === 'string') {
    const id = parseJobId(target);
    if (id === undefined)
      throw new UserError(`"${target}" is no job id: expected CLUSTER.PROC, such as 12.0.`);
    return { point: await services.accessPoints.current(), id };
  }
  if (isRow(target) && target.kind === 'ended') {
    return { point: await services.accessPoints.get(target.accessPoint), id: target.jobId };
  }
  const given = isRow(target) ? jobsIn([target]) : [];
  const [only] = given;
  if (given.length === 1 && only !== undefined) return resolved(services, only);
  const jobs = given.length > 0 ? given : await services.jobs.look();
  const chosen = await vscode.window.showQuickPick([...items(services, among(jobs, what))], {
    title: what.title,
    placeHolder: 'Job',
    ...pickerHabits,
  });
  if (chosen === undefined) throw new vscode.CancellationError();
  return resolved(services, chosen.known);
}

/**
 * The jobs that a command is about, with those of folded rows: the ones that are selected where it was called on one
 * of them, else the one that it was called on, else those that the person picks. Only jobs in one of the given states.
 */
export async function pickJobs(
  services: Services,
  called: Called,
  what: What,
): Promise<readonly PickedJob[]> {
  const ended = isRow(called.target) && called.target.kind === 'ended';
  if (typeof called.target === 'string' || ended) return [await pickJob(services, called, what)];
  const rows = Array.isArray(called.selected) ? called.selected.filter(isRow) : [];
  const targets = rows.length > 0 ? rows : isRow(called.target) ? [called.target] : [];
  const given = jobsIn(targets);
  if (given.length > 0) {
    const possible = among(given, what);
    return Promise.all(possible.map((known) => resolved(services, known)));
  }
  if (what.one === true) return [await pickJob(services, called, what)];
  const offered = items(services, among(await services.jobs.look(), what));
  const several: vscode.QuickPickItem = { label: 'Choose Several …', alwaysShow: true };
  const chosen = await vscode.window.showQuickPick<vscode.QuickPickItem>(
    offered.length > 1 ? [...offered, several] : offered,
    { title: what.title, placeHolder: 'Job', ...pickerHabits },
  );
  const picked =
    chosen === several ? await pickSeveral(services, offered, what) : offered.filter((one) => one === chosen);
  if (picked.length === 0) throw new vscode.CancellationError();
  return Promise.all(picked.map(({ known }) => resolved(services, known)));
}

async function pickSeveral(
  services: Services,
  offered: readonly Item[],
  { title }: What,
): Promise<readonly Item[]> {
  services.jobs.pause();
  const options = {
    title,
    placeHolder: 'Jobs',
    canPickMany: true as const,
    ...pickerHabits,
  };
  return (await vscode.window.showQuickPick([...offered], options)) ?? [];
}

/** Those in one of the states. Throws UserError when none is. */
function among(jobs: readonly KnownJob[], { title, states }: What): readonly KnownJob[] {
  const possible = jobs.filter(({ job }) => states.includes(job.status));
  if (possible.length > 0) return possible;
  throw new UserError(
    jobs.length === 0
      ? `${title}: expected a job that is ${states.join(' or ')}, and your queue has none. Submit one, or look at the view HTCondor Jobs.`
      : `${title}: expected a job that is ${states.join(' or ')}; ${jobs.length === 1 ? 'this one is' : 'these are'} ${[...new Set(jobs.map(({ job }) => job.status))].join(' and ')}.`,
  );
}

function jobsIn(rows: readonly Row[]): readonly KnownJob[] {
  const found = new Map<string, KnownJob>();
  const add = (row: Row): void => {
    switch (row.kind) {
      case 'job':
      case 'cluster':
        for (const job of jobsOf(row))
          found.set(`${row.accessPoint} ${formatJobId(job.id)}`, { accessPoint: row.accessPoint, job });
        return;
      case 'range':
        return row.rows.forEach(add);
      case 'accessPoint':
      case 'ended':
      case 'history':
      case 'failed':
      case 'note':
        return;
    }
  };
  rows.forEach(add);
  return [...found.values()];
}

async function resolved(services: Services, { accessPoint, job }: KnownJob): Promise<PickedJob> {
  return { point: await services.accessPoints.get(accessPoint), id: job.id, job };
}

interface Item extends vscode.QuickPickItem {
  readonly known: KnownJob;
}

function items(services: Services, jobs: readonly KnownJob[]): readonly Item[] {
  const several = new Set(jobs.map(({ accessPoint }) => accessPoint)).size > 1;
  // As the view has them: an array of thousands of idle jobs would hide the one that runs.
  const sorted = [...jobs].sort((a, b) => rankOf(a.job.status) - rankOf(b.job.status));
  return sorted.map((known) => ({
    known,
    label: formatJobId(known.job.id),
    description: `${jobName(known.job)} · ${describeJob(known.job, services.jobs.now(known.accessPoint))}`,
    ...(several ? { detail: known.accessPoint } : {}),
  }));
}

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && 'kind' in value;
