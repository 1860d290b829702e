/** The rows of the jobs view, from what is known of each access point. No vscode, so that it can be tested and timed. */
import { formatJobId, type Job, type JobId, type JobStatus } from '../condor/job.ts';
import type { Verdict } from '../dmtcp/verdict.ts';
import type { QueueState } from '../jobsMonitor.ts';
import { TransportError, type TransportErrorReason } from '../transport/transport.ts';

/** What the view knows of one access point. */
export interface PointState {
  readonly name: string;
  readonly queue: QueueState;
  /** Jobs that ended while they were watched, newest first. */
  readonly ended: readonly EndedJob[];
  /** What the last look that succeeded has seen: still shown while the access point cannot be reached. */
  readonly jobs: readonly Job[];
  /** Milliseconds since 1970 of that look, by this machine's clock. */
  readonly readAtMs: number;
}

export interface EndedJob {
  readonly id: JobId;
  readonly verdict: Verdict;
}

export type Row =
  | { readonly kind: 'accessPoint'; readonly point: PointState }
  /** Jobs of one cluster, folded. */
  | {
      readonly kind: 'cluster';
      readonly accessPoint: string;
      readonly cluster: number;
      readonly jobs: readonly Job[];
    }
  /** Rows that are too many to be shown at once. */
  | { readonly kind: 'range'; readonly key: string; readonly label: string; readonly rows: readonly Row[] }
  | { readonly kind: 'job'; readonly accessPoint: string; readonly jobId: JobId; readonly job: Job }
  | {
      readonly kind: 'ended';
      readonly accessPoint: string;
      readonly jobId: JobId;
      readonly verdict: Verdict;
    }
  /** What has ended before; `open` where somebody asked for it. */
  | { readonly kind: 'history'; readonly accessPoint: string; readonly open: boolean }
  | {
      readonly kind: 'failed';
      readonly accessPoint: string;
      readonly message: string;
      /** It waits for a person: nothing but an answer of theirs is missing. */
      readonly needsLogin: boolean;
      /** When the jobs below were seen, milliseconds since 1970; undefined where there are none. */
      readonly asOfMs: number | undefined;
    }
  | { readonly kind: 'note'; readonly key: string; readonly text: string };

export type JobRow = Extract<Row, { kind: 'job' }>;

/** Most rows below one; VS Code asks for each of them whenever anything changes. */
const maxRows = 200;

/**
 * The top of the tree: with one access point its jobs, else the access points. Nothing at all when the only queue is
 * empty, so that the view can say what to do, unless the history was asked for.
 */
export function topRows(points: readonly PointState[], historyAsked = false): readonly Row[] {
  const [only] = points;
  if (points.length > 1) return points.map((point) => ({ kind: 'accessPoint', point }));
  if (only === undefined) return [];
  const rows = pointRows(only, historyAsked);
  return historyAsked || rows.some(({ kind }) => kind !== 'history') ? rows : [];
}

/** What is below an access point. */
export function pointRows(
  { name, queue, ended, jobs, readAtMs }: PointState,
  historyAsked = false,
): readonly Row[] {
  const endedRows = ended.map(({ id, verdict }): Row => ({
    kind: 'ended',
    accessPoint: name,
    jobId: id,
    verdict,
  }));
  switch (queue.kind) {
    case 'none':
    case 'connecting':
      return endedRows;
    case 'failed':
      return [
        {
          kind: 'failed',
          accessPoint: name,
          message: messageOf(queue.error),
          needsLogin: queue.error instanceof TransportError && loginReasons.includes(queue.error.reason),
          asOfMs: jobs.length === 0 ? undefined : readAtMs,
        },
        ...jobRows(name, jobs),
        ...endedRows,
      ];
    case 'known':
      return [
        ...jobRows(name, queue.jobs),
        ...endedRows,
        { kind: 'history', accessPoint: name, open: historyAsked },
      ];
  }
}

/** Single jobs as they are, clusters of several folded; held ones first, then running, then the rest. */
export function jobRows(accessPoint: string, jobs: readonly Job[]): readonly Row[] {
  const groups = new Map<number, Job[]>();
  for (const job of jobs) {
    const group = groups.get(job.id.cluster);
    if (group === undefined) groups.set(job.id.cluster, [job]);
    else group.push(job);
  }
  const ranked = [...groups].map(([cluster, group]) => {
    let rank = 9;
    for (const job of group) rank = Math.min(rank, rankOf(job.status));
    return { cluster, group, rank };
  });
  ranked.sort((a, b) => a.rank - b.rank || a.cluster - b.cluster);
  const rows = ranked.map(({ cluster, group }): Row => {
    const [only] = group;
    return group.length === 1 && only !== undefined
      ? jobRow(accessPoint, only)
      : { kind: 'cluster', accessPoint, cluster, jobs: group };
  });
  return folded(rows, `${accessPoint} clusters`, (row) =>
    row.kind === 'cluster' ? `${row.cluster}` : row.kind === 'job' ? formatJobId(row.jobId) : '',
  );
}

/** The processes of a cluster, held first; those of one state in ranges where they are many. */
export function clusterRows(row: Extract<Row, { kind: 'cluster' }>): readonly Row[] {
  const sorted = [...row.jobs].sort((a, b) => rankOf(a.status) - rankOf(b.status) || a.id.proc - b.id.proc);
  const rows = sorted.map((job) => jobRow(row.accessPoint, job));
  if (rows.length <= maxRows) return rows;
  const byStatus = new Map<JobStatus, Row[]>();
  for (const one of rows) {
    if (one.kind !== 'job') continue;
    const found = byStatus.get(one.job.status);
    if (found === undefined) byStatus.set(one.job.status, [one]);
    else found.push(one);
  }
  return [...byStatus].flatMap(([status, group]) =>
    folded(
      group,
      `${row.accessPoint} ${row.cluster} ${status}`,
      (one) => (one.kind === 'job' ? formatJobId(one.jobId) : ''),
      status,
    ),
  );
}

/** All jobs of a row: what an action on it is about. */
export function jobsOf(row: Row): readonly Job[] {
  switch (row.kind) {
    case 'job':
      return [row.job];
    case 'cluster':
      return row.jobs;
    case 'range':
      return row.rows.flatMap(jobsOf);
    case 'accessPoint':
    case 'ended':
    case 'history':
    case 'failed':
    case 'note':
      return [];
  }
}

/** "2 held, 5 running": the states of jobs, those that need somebody first. */
export function summary(jobs: readonly Job[]): string {
  const counts = new Map<JobStatus, number>();
  for (const job of jobs) counts.set(job.status, (counts.get(job.status) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => rankOf(a) - rankOf(b))
    .map(([status, n]) => `${n} ${status}`)
    .join(', ');
}

export const jobRow = (accessPoint: string, job: Job): Row => ({
  kind: 'job',
  accessPoint,
  jobId: job.id,
  job,
});

function folded(
  rows: readonly Row[],
  key: string,
  name: (row: Row) => string,
  what?: string,
): readonly Row[] {
  if (rows.length <= maxRows) return rows;
  const ranges: Row[] = [];
  for (let at = 0; at < rows.length; at += maxRows) {
    const part = rows.slice(at, at + maxRows);
    const [first] = part;
    const last = part.at(-1);
    if (first === undefined || last === undefined) continue;
    const label = `${name(first)} – ${name(last)}`;
    // By its place, not by its names: it stays open when the first of its jobs ends.
    ranges.push({
      kind: 'range',
      key: `${key} ${at}`,
      label: what === undefined ? label : `${label} ${what}`,
      rows: part,
    });
  }
  return ranges;
}

/** Those that need somebody come first, then those that run. */
export function rankOf(status: JobStatus): number {
  switch (status) {
    case 'held':
      return 0;
    case 'running':
      return 1;
    case 'transferring':
    case 'suspended':
      return 2;
    case 'idle':
      return 3;
    case 'completed':
    case 'removed':
      return 4;
  }
}

const loginReasons: readonly TransportErrorReason[] = [
  'authenticationFailed',
  // Asked for while nobody was there, or dismissed.
  'cancelled',
  'keyUnreadable',
  'hostKeyUnknown',
];

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
