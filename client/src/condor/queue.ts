import type { Transport } from '../transport/transport.ts';
import { CondorError } from './condorError.ts';
import { formatJobId, type Job, type JobId } from './job.ts';
import { decodeJob, jobAttributes } from './jobAd.ts';
import { runTool, toolFailed } from './tool.ts';

/** Ads of the history that are looked through for one job; the newest come first. */
const historyScanLimit = 50_000;

/** The user's jobs in the queue of the access point's schedd. Throws CondorError or TransportError. */
export async function queryJobs(transport: Transport, signal?: AbortSignal): Promise<readonly Job[]> {
  return query(transport, ['condor_q'], signal);
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

async function query(
  transport: Transport,
  command: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly Job[]> {
  const argv = [...command, '-json', '-attributes', jobAttributes.join(',')];
  const result = await runTool(transport, argv, { signal });
  if (result.code !== 0) throw toolFailed(argv, result);
  return parseJobs(result.stdout, argv[0] ?? '');
}

/** Reads what `-json` prints; nothing at all means no jobs. Throws CondorError `unexpectedOutput`. */
export function parseJobs(stdout: string, tool: string): readonly Job[] {
  if (stdout.trim() === '') return [];
  let ads: unknown;
  try {
    ads = JSON.parse(stdout);
  } catch (error) {
    throw unexpected(stdout, tool, error);
  }
  if (!Array.isArray(ads)) throw unexpected(stdout, tool);
  return ads.flatMap((ad: unknown) => {
    const job = decodeJob(ad);
    return job === undefined ? [] : [job];
  });
}

const unexpected = (stdout: string, tool: string, cause?: unknown): CondorError =>
  new CondorError(
    'unexpectedOutput',
    `${tool} -json was to print a list of jobs; it printed: ${stdout.slice(0, 200)}. ` +
      'Login files on the access point must not print anything when commands are run there.',
    { cause },
  );
