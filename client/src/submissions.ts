/** What was submitted from this workspace: kept so that a job that ends after a restart of the editor is still looked after. */
import type { PendingToken } from './condor/submit.ts';
import type { SyncState } from './condor/submitDirectory.ts';
import { formatJobId, type JobId } from './condor/job.ts';
import { Turns } from './turns.ts';

export interface Submission {
  /** Name of the access point. */
  readonly accessPoint: string;
  readonly cluster: number;
  readonly firstProc: number;
  readonly lastProc: number;
  /** Absolute, here. */
  readonly submitFile: string;
  readonly localDirectory: string;
  /** Processes whose end was dealt with. */
  readonly ended: readonly number[];
}

/** Where values outlive the editor, such as VS Code's workspace state. Values are JSON. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void> | Promise<void>;
}

export interface SyncedDirectory {
  /** Name of the access point. */
  readonly accessPoint: string;
  /** Absolute, here. */
  readonly directory: string;
}

/** What is known of a directory; only for the work that was given it, while that lasts. */
export interface KeptSync {
  get(): SyncState | undefined;
  set(state: SyncState): Promise<void>;
}

/** Submissions that are remembered; the oldest go first. */
const maxSubmissions = 500;
const submissionsKey = 'submissions';
const pendingKey = (accessPoint: string, submitFile: string): string =>
  `pending ${accessPoint} ${submitFile}`;
const syncKey = (accessPoint: string, directory: string): string => `sync ${accessPoint} ${directory}`;

/** The only writer of its memory. Values it did not write, or cannot read any more, count as absent. */
export class Submissions {
  private readonly copying = new Turns();

  constructor(private readonly memory: Memory) {}

  all(): readonly Submission[] {
    const found = this.memory.get(submissionsKey);
    return Array.isArray(found) ? found.filter(isSubmission) : [];
  }

  async add(submission: Submission): Promise<void> {
    await this.memory.update(submissionsKey, [...this.all(), submission].slice(-maxSubmissions));
  }

  find(accessPoint: string, id: JobId): Submission | undefined {
    return this.all().find(
      (s) =>
        s.accessPoint === accessPoint &&
        s.cluster === id.cluster &&
        id.proc >= s.firstProc &&
        id.proc <= s.lastProc,
    );
  }

  /** Jobs of an access point whose end has not been dealt with, "CLUSTER.PROC". */
  open(accessPoint: string): readonly JobId[] {
    return this.all()
      .filter((s) => s.accessPoint === accessPoint)
      .flatMap((s) => {
        const ended = new Set(s.ended);
        return Array.from({ length: s.lastProc - s.firstProc + 1 }, (_, i) => s.firstProc + i)
          .filter((proc) => !ended.has(proc))
          .map((proc) => ({ cluster: s.cluster, proc }));
      });
  }

  /** Whether a job was submitted from here and its end has not been dealt with. */
  isOpen(accessPoint: string, id: JobId): boolean {
    const submission = this.find(accessPoint, id);
    return submission !== undefined && !submission.ended.includes(id.proc);
  }

  async markEnded(accessPoint: string, ids: readonly JobId[]): Promise<void> {
    const news = (s: Submission): readonly number[] => {
      if (s.accessPoint !== accessPoint) return [];
      const known = new Set(s.ended);
      return ids.flatMap(({ cluster, proc }) =>
        cluster === s.cluster && proc >= s.firstProc && proc <= s.lastProc && !known.has(proc) ? [proc] : [],
      );
    };
    const all = this.all();
    if (all.every((s) => news(s).length === 0)) return;
    await this.memory.update(
      submissionsKey,
      all.map((s) => ({ ...s, ended: [...s.ended, ...news(s)] })),
    );
  }

  /** The token of a submission whose answer was lost: its jobs may be queued. */
  pending(accessPoint: string, submitFile: string): PendingToken {
    const key = pendingKey(accessPoint, submitFile);
    return {
      get: () => {
        const found = this.memory.get(key);
        return typeof found === 'string' ? found : undefined;
      },
      set: async (token) => {
        await this.memory.update(key, token);
      },
    };
  }

  /**
   * Does what copies files between a directory here and access points, and keeps what is known of both sides. One at a
   * time for each directory: an upload and a fetch that met would forget what the other has copied, or send a file that
   * is being replaced. The work must not call this for its own directory.
   * `signal`: gives up the wait; rejects with its reason.
   */
  withSync<T>(
    { accessPoint, directory }: SyncedDirectory,
    work: (sync: KeptSync) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const key = syncKey(accessPoint, directory);
    const kept: KeptSync = {
      get: () => {
        const found = this.memory.get(key);
        return isSyncState(found) ? found : undefined;
      },
      set: async (state) => {
        await this.memory.update(key, state);
      },
    };
    return this.copying.take(directory, () => work(kept), signal);
  }
}

/** The key under which a job's end is dealt with once. */
export const jobKey = (accessPoint: string, id: JobId): string => `${accessPoint} ${formatJobId(id)}`;

function isSubmission(value: unknown): value is Submission {
  if (typeof value !== 'object' || value === null) return false;
  const s = value as Record<string, unknown>;
  return (
    typeof s.accessPoint === 'string' &&
    typeof s.cluster === 'number' &&
    typeof s.firstProc === 'number' &&
    typeof s.lastProc === 'number' &&
    typeof s.submitFile === 'string' &&
    typeof s.localDirectory === 'string' &&
    Array.isArray(s.ended)
  );
}

function isSyncState(value: unknown): value is SyncState {
  return typeof value === 'object' && value !== null && (value as { schema?: unknown }).schema === 1;
}
