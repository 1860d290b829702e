import { formatJobId } from '../condor/job.ts';
import { notFetched } from './endedJobs.ts';
import { UserError } from '../userError.ts';
import { everyState, pickJob, type Called } from './pickJob.ts';
import type { Services } from './services.ts';

/** DMTCP: Fetch Job Outputs. Copies what a job left on the access point beside its submit file. */
export async function fetchJobOutputs(services: Services, called: Called): Promise<void> {
  const { point, id } = await pickJob(services, called, {
    title: 'Fetch Job Outputs',
    states: everyState,
  });
  const submission = services.submissions.find(point.name, id);
  if (submission === undefined) {
    throw new UserError(
      `Job ${formatJobId(id)} was not submitted from this workspace, so it is not known where its outputs belong. They are in its submit directory on ${point.name}.`,
    );
  }
  const summary = await services.ended.fetch(point, submission);
  const { fetched } = summary;
  const others = notFetched(summary, point);
  services.ui.showInformation(
    fetched.length === 0 && others === ''
      ? `Everything that job ${formatJobId(id)} has left on ${point.name} is here already.`
      : `Fetched ${fetched.join(', ') || 'nothing'}.${others}`,
  );
}
