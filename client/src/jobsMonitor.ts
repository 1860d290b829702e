/** Looks at the queue of one access point again and again, no more often than the schedd answers easily. */
import { isPassing } from './condor/isPassing.ts';
import { formatJobId, type Job, type JobId } from './condor/job.ts';

export type QueueState =
  | { readonly kind: 'none' }
  | { readonly kind: 'connecting'; readonly accessPoint: string }
  | { readonly kind: 'known'; readonly accessPoint: string; readonly jobs: readonly Job[] }
  | {
      readonly kind: 'failed';
      readonly accessPoint: string;
      readonly error: unknown;
      /** Whether it is tried again without being asked. */
      readonly triesAgain: boolean;
    };

export interface MonitorOptions {
  readonly accessPoint: string;
  /** One look at the queue. */
  readonly query: () => Promise<readonly Job[]>;
  /** Milliseconds between two looks; asked each time, since a setting may change. */
  readonly intervalMs: () => number;
  /** Jobs that are expected in the queue: they may have ended while nobody looked. */
  readonly expected: readonly JobId[];
  readonly onState: (state: QueueState) => void;
  /** Jobs that were in the queue, or expected there, have left it: those of one look, each told once. */
  readonly onEnded: (ids: readonly JobId[]) => void;
}

/** A query may take at most this share of the time: a slow schedd is asked less often. */
const busyShare = 0.1;
/** What happens within so many milliseconds is looked at together. */
const gatherMs = 400;
/** After a failure the time to the next look doubles, up to this many milliseconds. */
const maxBackoffMs = 60_000;

export class JobsMonitor {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private disposed = false;
  private failures = 0;
  private hinted = false;
  private notBefore = 0;
  private known: ReadonlyMap<string, JobId>;

  constructor(private readonly options: MonitorOptions) {
    this.known = byId(options.expected);
  }

  /** Adds jobs that were just submitted. */
  expect(ids: readonly JobId[]): void {
    this.known = new Map([...this.known, ...byId(ids)]);
  }

  /** Looks now, or joins the look that is under way. */
  refresh(): Promise<void> {
    clearTimeout(this.timer);
    this.hinted = false;
    this.running ??= this.look().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** Something has changed: looks soon, at once for all that changes together. */
  hint(): void {
    if (this.hinted || this.disposed || this.failures > 0) return;
    this.hinted = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), Math.max(gatherMs, this.notBefore - Date.now()));
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
  }

  private async look(): Promise<void> {
    const { accessPoint, query, intervalMs, onState, onEnded } = this.options;
    const began = Date.now();
    const before = this.known;
    try {
      const jobs = await query();
      if (this.disposed) return;
      this.failures = 0;
      const present = byId(jobs.map((job) => job.id));
      const ended = [...before].flatMap(([key, id]) => (present.has(key) ? [] : [id]));
      // Jobs that were submitted while the query ran are not in `before`: they stay expected.
      const added = [...this.known].filter(([key]) => !before.has(key));
      this.known = new Map([...present, ...added]);
      onState({ kind: 'known', accessPoint, jobs });
      if (ended.length > 0) onEnded(ended);
    } catch (error) {
      if (this.disposed) return;
      this.failures++;
      // What needs a person is not tried for ever: a login that is refused again and again may be locked out.
      const triesAgain = isPassing(error);
      onState({ kind: 'failed', accessPoint, error, triesAgain });
      if (!triesAgain) return;
    }
    const busy = (Date.now() - began) / busyShare;
    this.notBefore = Date.now() + busy;
    if (this.hinted) {
      // What changed while this look was under way, it may have missed.
      this.hinted = false;
      this.hint();
      return;
    }
    const wait =
      this.failures === 0
        ? Math.max(intervalMs(), busy)
        : Math.min(maxBackoffMs, intervalMs() * 2 ** Math.min(this.failures, 10));
    this.timer = setTimeout(() => void this.refresh(), wait);
  }
}

const byId = (ids: readonly JobId[]): ReadonlyMap<string, JobId> =>
  new Map(ids.map((id) => [formatJobId(id), id]));
