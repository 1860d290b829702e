import { LogPane } from '../views/logPane/panel.ts';
import { everyState, pickJobs, type Called } from './pickJob.ts';
import type { Services } from './services.ts';

/** DMTCP: Tail Job Logs. Opens a pane for each job, or shows the one that is open already. */
export async function tailLogs(services: Services, called: Called): Promise<void> {
  const jobs = await pickJobs(services, called, {
    title: 'Tail Job Logs',
    states: everyState,
    one: true,
  });
  for (const { point, id } of jobs) {
    LogPane.show({
      point,
      id,
      follower: services.followers.of(point.transport),
      asset: services.asset,
      attended: (run) => services.accessPoints.attended(run),
      verdict: () => services.ended.verdict(point, id),
    });
  }
}
