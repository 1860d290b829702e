/** One access point of the jobs view: its queue, watched, and what has ended while it was. */
import type { AccessPoint, AccessPoints } from '../commands/accessPoints.ts';
import { EventLogWatch } from '../condor/eventLogWatch.ts';
import { formatJobId, type Job, type JobId } from '../condor/job.ts';
import { queryAllJobs, queryJobs } from '../condor/queue.ts';
import { queueIntervalMs } from '../config.ts';
import { JobsMonitor, type QueueState } from '../jobsMonitor.ts';
import type { Followers } from '../logs/followers.ts';
import type { Submissions } from '../submissions.ts';
import { changedJobs } from './changedJobs.ts';
import type { EndedJob, PointState } from './jobTree.ts';

export interface PointWatchOptions {
  readonly name: string;
  readonly accessPoints: AccessPoints;
  readonly submissions: Submissions;
  readonly followers: Followers;
  /** Whether everybody's jobs are shown; asked at each look. */
  readonly all: () => boolean;
  /** Whether anybody sees it; asked after each look. */
  readonly visible: () => boolean;
  /** Rows have come, gone, or changed their places. */
  readonly onChange: () => void;
  /** The rows are the same; what is known of these jobs is not. */
  readonly onFacts: (jobs: readonly Job[]) => void;
  readonly onEnded: (point: AccessPoint, ids: readonly JobId[]) => Promise<readonly EndedJob[]>;
  readonly onConnected: (point: AccessPoint) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Run times and ages are shown anew at least so often, milliseconds. */
const clockMs = 5000;
/** Ended jobs that stay, newest first. */
const maxEnded = 20;
/** So many times more seldom is a queue looked at whose event logs tell what happens, or that nobody sees. */
const patience = 4;

export class PointWatch {
  private readonly monitor: JobsMonitor;
  private logs: EventLogWatch | undefined;
  private logsReadable = false;
  private greeted = false;
  private shownAtMs = 0;
  private disposed = false;
  private current: PointState;

  constructor(private readonly options: PointWatchOptions) {
    const { name, submissions } = options;
    this.current = {
      name,
      queue: { kind: 'connecting', accessPoint: name },
      ended: [],
      jobs: [],
      readAtMs: Date.now(),
    };
    this.monitor = new JobsMonitor({
      accessPoint: name,
      query: () => this.query(),
      intervalMs: () =>
        queueIntervalMs() * (this.logsReadable ? patience : 1) * (options.visible() ? 1 : patience),
      expected: submissions.open(name),
      onState: (queue) => this.show(queue),
      onEnded: (ids) => void this.end(ids),
    });
  }

  get state(): PointState {
    return this.current;
  }

  /** The jobs of the last look. */
  get jobs(): readonly Job[] {
    return this.current.queue.kind === 'known' ? this.current.queue.jobs : [];
  }

  refresh(): Promise<void> {
    return this.monitor.refresh();
  }

  expect(ids: readonly JobId[]): void {
    this.monitor.expect(ids);
  }

  dispose(): void {
    this.disposed = true;
    this.monitor.dispose();
    this.logs?.dispose();
  }

  private async query(): Promise<readonly Job[]> {
    const { accessPoints, name, followers } = this.options;
    const point = await accessPoints.get(name);
    const jobs = await (this.options.all() ? queryAllJobs : queryJobs)(point.transport);
    if (this.disposed) return jobs;
    if (!this.greeted) {
      this.greeted = true;
      await this.options.onConnected(point);
    }
    this.logs ??= new EventLogWatch({
      streams: followers.of(point.transport).streams,
      onChange: () => this.monitor.hint(),
      onReadable: (readable) => (this.logsReadable = readable),
    });
    this.logs.watch(
      jobs.flatMap(({ userLog }) => (userLog === undefined || !userLog.startsWith('/') ? [] : [userLog])),
    );
    return jobs;
  }

  private show(queue: QueueState): void {
    const before = this.current.queue;
    const now = Date.now();
    const seen = queue.kind === 'known' ? { jobs: queue.jobs, readAtMs: now } : {};
    this.current = { ...this.current, queue, ...seen };
    const changed =
      queue.kind === 'known' && before.kind === 'known' ? changedJobs(before.jobs, queue.jobs) : 'rows';
    if (queue.kind === 'failed' && before.kind === 'failed' && String(queue.error) === String(before.error))
      return;
    // Rows that are made anew lose a menu that is open on them: run times may lag behind.
    const lags = now - this.shownAtMs > clockMs;
    if (lags || changed === 'rows') this.shownAtMs = now;
    if (changed === 'rows') this.options.onChange();
    else if (lags) this.options.onFacts(this.jobs);
    else if (changed.length > 0) this.options.onFacts(changed);
  }

  private async end(all: readonly JobId[]): Promise<void> {
    const { submissions, name } = this.options;
    // Of everybody's jobs only the person's own ends are of interest.
    const ids = this.options.all() ? all.filter((id) => submissions.find(name, id) !== undefined) : all;
    if (ids.length === 0) return;
    try {
      const point = await this.options.accessPoints.get(name);
      const ended = await this.options.onEnded(point, ids);
      const keys = new Set(ids.map(formatJobId));
      const others = this.current.ended.filter((one) => !keys.has(formatJobId(one.id)));
      this.current = { ...this.current, ended: [...ended, ...others].slice(0, maxEnded) };
      this.options.onChange();
    } catch (error) {
      this.options.onError(error);
    }
  }
}
