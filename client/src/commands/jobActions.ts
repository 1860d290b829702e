import { actOnJobs, type JobAction } from '../condor/actions.ts';
import { formatJobId, type JobStatus } from '../condor/job.ts';
import { checkpointNow } from '../condor/jobShell.ts';
import { commandIds } from '../names.ts';
import { UserError } from '../userError.ts';
import { count } from '../views/describeJob.ts';
import { pickJobs, type Called, type PickedJob } from './pickJob.ts';
import type { Services } from './services.ts';

interface ActionTexts {
  readonly title: string;
  readonly states: readonly JobStatus[];
  /** Behind "Job 1.0 is" and "2 jobs are". */
  readonly done: string;
  /** Asked before: what would be lost. */
  readonly asks?: { readonly question: string; readonly detail: string; readonly answer: string };
}

const texts: Readonly<Record<JobAction, ActionTexts>> = {
  vacate: {
    title: 'Vacate Job',
    states: ['running'],
    done: 'being vacated, to continue from a checkpoint that the shim makes first.',
  },
  vacateFast: {
    title: 'Vacate Job Fast',
    states: ['running', 'transferring', 'suspended'],
    done: 'being vacated without a checkpoint, to start again from the last one.',
    asks: {
      question: 'without a checkpoint',
      detail:
        'It is killed at once: what it did since its last checkpoint is lost. Vacate Job gives it time to checkpoint.',
      answer: 'Vacate Fast',
    },
  },
  hold: { title: 'Hold Job', states: ['idle', 'running'], done: 'held until released.' },
  release: { title: 'Release Job', states: ['held'], done: 'released, to run on the next free slot.' },
  remove: {
    title: 'Remove Job',
    states: ['idle', 'running', 'held', 'transferring', 'suspended'],
    done: 'removed from the queue.',
    asks: {
      question: '',
      detail:
        'It leaves the queue for good. Its checkpoint is deleted with it; files that already came back stay.',
      answer: 'Remove',
    },
  },
};

/** DMTCP: Vacate / Vacate Fast / Hold / Release / Remove Job. Where something would be lost, it is asked first, once. */
export async function runJobAction(services: Services, action: JobAction, called: Called): Promise<void> {
  const { title, states, done, asks } = texts[action];
  const jobs = await pickJobs(services, called, { title, states });
  if (asks !== undefined) {
    const verb = action === 'remove' ? 'Remove' : 'Vacate';
    const question = `${verb} ${named(jobs)}${asks.question === '' ? '' : ` ${asks.question}`}?`;
    if ((await services.ui.ask(question, asks.detail, [asks.answer])) === undefined) return;
  }
  const succeeded: PickedJob[] = [];
  const errors: string[] = [];
  for (const [point, group] of byPoint(jobs)) {
    const result = await actOnJobs(
      point.transport,
      group.map(({ id }) => id),
      action,
    );
    const failed = new Set(result.failed.map(({ id }) => formatJobId(id)));
    succeeded.push(...group.filter(({ id }) => !failed.has(formatJobId(id))));
    errors.push(...result.failed.map(({ error }) => error.message));
  }
  await services.jobs.refresh();
  tell(services, succeeded, done);
  if (errors.length > 0) throw new UserError(failure(title, jobs.length, errors));
}

/** DMTCP: Checkpoint Job Now. The program goes on; the view tells when the checkpoint is complete. */
export async function checkpointJobs(services: Services, called: Called): Promise<void> {
  const title = 'Checkpoint Job Now';
  const jobs = await pickJobs(services, called, { title, states: ['running'] });
  const results = await Promise.allSettled(jobs.map(({ point, id }) => checkpointNow(point.transport, id)));
  const errors = results.flatMap((result) =>
    result.status === 'rejected'
      ? [result.reason instanceof Error ? result.reason.message : String(result.reason)]
      : [],
  );
  tell(
    services,
    jobs.filter((_, index) => results[index]?.status === 'fulfilled'),
    'asked for a checkpoint. Its logs and the view show when it is complete.',
  );
  if (errors.length > 0) throw new UserError(failure(title, jobs.length, errors));
}

function byPoint(jobs: readonly PickedJob[]): ReadonlyMap<PickedJob['point'], readonly PickedJob[]> {
  const groups = new Map<PickedJob['point'], PickedJob[]>();
  for (const job of jobs) {
    const group = groups.get(job.point);
    if (group === undefined) groups.set(job.point, [job]);
    else group.push(job);
  }
  return groups;
}

function named(jobs: readonly PickedJob[]): string {
  const [first] = jobs;
  return jobs.length === 1 && first !== undefined
    ? `job ${formatJobId(first.id)}`
    : count(jobs.length, 'job');
}

function tell(services: Services, jobs: readonly PickedJob[], done: string): void {
  const [first] = jobs;
  if (first === undefined) return;
  const text = `${named(jobs)} ${jobs.length === 1 ? 'is' : 'are'} ${done}`;
  const watch = {
    title: 'Watch Logs',
    command: commandIds.tailLogs,
    arguments: [formatJobId(first.id)],
  };
  services.ui.showInformation(
    text.charAt(0).toUpperCase() + text.slice(1),
    ...(jobs.length === 1 ? [watch] : []),
  );
}

/** Many jobs mostly fail for one reason: it is said once. */
function failure(title: string, total: number, errors: readonly string[]): string {
  const [first = ''] = errors;
  if (total === 1) return first;
  return `${title}: ${errors.length} of ${total} jobs failed. ${first}${errors.length > 1 ? ` And ${errors.length - 1} more; the log has them.` : ''}`;
}
