import { actOnJob, type JobAction } from '../condor/actions.ts';
import { formatJobId, type JobStatus } from '../condor/job.ts';
import { commandIds } from '../names.ts';
import { pickJob } from './pickJob.ts';
import type { Services } from './services.ts';

interface ActionTexts {
  readonly title: string;
  readonly states: readonly JobStatus[];
  readonly done: string;
}

const texts: Readonly<Record<Exclude<JobAction, 'vacateFast'>, ActionTexts>> = {
  vacate: {
    title: 'Vacate Job',
    states: ['running'],
    done: 'is being vacated: the shim checkpoints, then the job goes back to the queue.',
  },
  hold: { title: 'Hold Job', states: ['idle', 'running'], done: 'is held. Release it to let it run again.' },
  release: { title: 'Release Job', states: ['held'], done: 'is released and waits for a slot.' },
  remove: {
    title: 'Remove Job',
    states: ['idle', 'running', 'held', 'transferring', 'suspended'],
    done: 'is removed from the queue.',
  },
};

/** DMTCP: Vacate / Hold / Release / Remove Job. Removing is asked first: what the job did is lost with it. */
export async function runJobAction(
  services: Services,
  action: keyof typeof texts,
  target?: unknown,
): Promise<void> {
  const { title, states, done } = texts[action];
  const id = await pickJob(services, target, { title, states });
  const name = formatJobId(id);
  if (action === 'remove') {
    const answer = await services.ui.ask(
      `Remove job ${name}?`,
      'It leaves the queue for good. Its checkpoint is deleted with it; files that already came back stay.',
      ['Remove'],
    );
    if (answer === undefined) return;
  }
  const { transport } = await services.accessPoints.current();
  await actOnJob(transport, id, action);
  await services.jobs.refresh();
  services.ui.showInformation(`Job ${name} ${done}`, {
    title: 'Watch Logs',
    command: commandIds.tailLogs,
    arguments: [name],
  });
}
