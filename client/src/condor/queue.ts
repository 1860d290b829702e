import type { Transport } from '../transport/transport.ts';
import { formatJobId, type Job, type JobId } from './job.ts';
import { JobAdStream } from './adStream.ts';
import { jobAttributes } from './jobAd.ts';
import { runTool, toolFailed } from './tool.ts';

/** Ads of the history that are looked through for one job; the newest come first. */
const historyScanLimit = 50_000;

/** The user's jobs in the queue of the access point's schedd. Throws CondorError or TransportError. */
export async function queryJobs(transport: Transport, signal?: AbortSignal): Promise<readonly Job[]> {
  return query(transport, ['condor_q'], signal);
}

/** Everybody's jobs in that queue. */
export async function queryAllJobs(transport: Transport, signal?: AbortSignal): Promise<readonly Job[]> {
  return query(transport, ['condor_q', '-allusers'], signal);
}

/** The user's jobs that left the queue last, newest first; at most `limit`, and none that is long past. */
export async function queryHistory(
  transport: Transport,
  limit: number,
  signal?: AbortSignal,
): Promise<readonly Job[]> {
  // The user's name there is known there only.
  const limits = ['-limit', String(limit), '-scanlimit', String(historyScanLimit)];
  const program = ['sh', '-c', 'exec condor_history "$(id -un)" "$@"', 'condor_history', ...limits];
  return query(transport, program, signal, 'condor_history');
}

/** One job of the queue; undefined when it is not there (any more). */
export async function queryJob(
  transport: Transport,
  id: JobId,
  signal?: AbortSignal,
): Promise<Job | undefined> {
  const [job] = await queryJobsById(transport, [id], signal);
  return job;
}

/** Those of these jobs that are in the queue. */
export async function queryJobsById(
  transport: Transport,
  ids: readonly JobId[],
  signal?: AbortSignal,
): Promise<readonly Job[]> {
  return query(transport, ['condor_q', ...ids.map(formatJobId)], signal);
}

/** One job of the history; undefined when the history does not have it (yet). */
export async function finishedJob(
  transport: Transport,
  id: JobId,
  signal?: AbortSignal,
): Promise<Job | undefined> {
  const limits = ['-limit', '1', '-scanlimit', String(historyScanLimit)];
  const [job] = await query(transport, ['condor_history', formatJobId(id), ...limits], signal);
  return job;
}

/** Most jobs that are asked for one by one; of more, the history shows their whole clusters. */
const maxNamed = 100;

/** Those of these jobs that are in the history, with one look at it. */
export async function finishedJobs(
  transport: Transport,
  ids: readonly JobId[],
  signal?: AbortSignal,
): Promise<readonly Job[]> {
  const wanted = new Set(ids.map(formatJobId));
  const clusters = [...new Set(ids.map(({ cluster }) => String(cluster)))];
  const names = wanted.size <= maxNamed ? [...wanted] : clusters;
  const limits = ['-scanlimit', String(historyScanLimit)];
  const jobs = await query(transport, ['condor_history', ...names, ...limits], signal);
  return jobs.filter(({ id }) => wanted.has(formatJobId(id)));
}

async function query(
  transport: Transport,
  command: readonly string[],
  signal: AbortSignal | undefined,
  tool = command[0] ?? '',
): Promise<readonly Job[]> {
  const argv = [...command, '-json', '-attributes', jobAttributes.join(',')];
  const ads = new JobAdStream(tool);
  const result = await runTool(transport, argv, { signal, onStdout: (bytes) => ads.append(bytes) });
  if (result.code !== 0) throw toolFailed(argv, result);
  return ads.end();
}

/** Reads what `-json` prints; nothing at all means no jobs. Throws CondorError `unexpectedOutput`. */
export function parseJobs(stdout: string, tool: string): readonly Job[] {
  const ads = new JobAdStream(tool);
  ads.append(Buffer.from(stdout));
  return ads.end();
}
