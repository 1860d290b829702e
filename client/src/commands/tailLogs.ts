import { LogPane } from '../views/logPane/panel.ts';
import { pickJob } from './pickJob.ts';
import type { Services } from './services.ts';

/** DMTCP: Tail Job Logs. Opens the job's pane, or shows the one that is open already. */
export async function tailLogs(services: Services, target?: unknown): Promise<void> {
  const id = await pickJob(services, target, {
    title: 'Tail Job Logs',
    states: ['running', 'idle', 'held', 'transferring', 'suspended', 'completed', 'removed'],
  });
  const point = await services.accessPoints.current();
  LogPane.show({
    point,
    id,
    follower: services.followers.of(point.transport),
    asset: services.asset,
    attended: (run) => services.accessPoints.attended(run),
    verdict: () => services.ended.verdict(point, id),
  });
}
