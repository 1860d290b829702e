/** Why a job that could run does not: what its ad tells of it. */
import { formatJobId, type Job } from './job.ts';

/** A job is begun with again and again that often before something is wrong. */
const maxVain = 3;

/**
 * What keeps an access point from going on with a job: its shadow fails as soon as it has started. Seen on 23.9.6
 * where the disk of the event log is full: the job has run, and its end cannot be written. Undefined where nothing does.
 */
export const troubleOf = (job: Job): string | undefined =>
  job.status === 'idle' && job.shadowStarts - job.starts >= maxVain
    ? `HTCondor begins with it again and again and fails on the access point. Its event log${job.userLog === undefined ? '' : ` (${job.userLog})`} or its outputs may not be writable there: is the disk full, or your quota? It goes on by itself once there is room; nothing is lost meanwhile.`
    : undefined;

/** One sentence or two for who waits for an idle job. */
export function waitingText(job: Job): string {
  const name = `Job ${formatJobId(job.id)} is idle:`;
  const trouble = troubleOf(job);
  if (trouble !== undefined) return `${name} ${trouble}`;
  return job.starts === 0
    ? `${name} it has not started yet. Its logs appear here as soon as it runs.`
    : `${name} it was evicted and waits for a slot. Its logs go on here as soon as it runs again.`;
}
