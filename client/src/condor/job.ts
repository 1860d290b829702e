/** A job of the queue, or of the history, decoded from its ad. */

export interface JobId {
  readonly cluster: number;
  readonly proc: number;
}

/** "CLUSTER.PROC", as HTCondor's tools take it. */
export const formatJobId = (id: JobId): string => `${id.cluster}.${id.proc}`;

/** Reads "CLUSTER.PROC" or "CLUSTER" (process 0); undefined for anything else. */
export function parseJobId(text: string): JobId | undefined {
  const match = /^\s*(\d{1,15})(?:\.(\d{1,15}))?\s*$/.exec(text);
  if (match === null) return undefined;
  return { cluster: Number(match[1]), proc: Number(match[2] ?? 0) };
}

export type JobStatus = 'idle' | 'running' | 'transferring' | 'suspended' | 'held' | 'completed' | 'removed';

export interface HoldReason {
  readonly code: number;
  readonly subcode: number;
  readonly text: string;
}

/** The last checkpoint that the shim reported through condor_chirp, or HTCondor through LastCkptTime. */
export interface LastCheckpoint {
  /** Seconds since 1970. */
  readonly time: number;
  readonly milliseconds?: number;
  readonly bytes?: number;
  /** Checkpoints over all starts. */
  readonly count?: number;
}

export interface Job {
  readonly id: JobId;
  readonly status: JobStatus;
  readonly owner: string;
  /** What runs, as the ad says it. */
  readonly command: string;
  readonly arguments: string;
  readonly batchName?: string;
  /** Where it runs, or ran last: slot1@host. */
  readonly host?: string;
  /** Seconds since 1970, the access point's clock. */
  readonly submittedAt?: number;
  /** Start of the present run. */
  readonly startedAt?: number;
  /** Wall-clock seconds of all runs; grows by itself while the job runs, so compute the present ones from it and `asOf`. */
  readonly runSeconds: number;
  /** The access point's clock when the ad was read, seconds since 1970. */
  readonly asOf?: number;
  /** NumJobStarts; does not count the starts after a planned exit (checkpoint_exit_code). */
  readonly starts: number;
  readonly shadowStarts: number;
  /** NumVacates; HTCondor 25 and later. */
  readonly evictions?: number;
  /** NumVacatesByReason, such as UserRequest and JobRemoved; HTCondor 25 and later. */
  readonly evictionsByReason?: Readonly<Record<string, number>>;
  /** The submit file on the access point: relative to initialDirectory or absolute. */
  readonly submitFile?: string;
  readonly holdReason?: HoldReason;
  readonly removeReason?: string;
  readonly lastCheckpoint?: LastCheckpoint;
  /** Absolute. */
  readonly initialDirectory: string;
  /** The event log, absolute. */
  readonly userLog?: string;
  /** Standard output and error on the access point, as in the ad: relative to initialDirectory or absolute. */
  readonly output?: string;
  readonly error?: string;
  /** transfer_output_remaps, as in the ad. */
  readonly outputRemaps?: string;
  /** Megabytes, as measured; and as requested. */
  readonly memoryMb?: number;
  readonly requestMemoryMb?: number;
  /** Kilobytes. */
  readonly diskKb?: number;
  readonly requestDiskKb?: number;
  /** Exit code of the last end, where the job ended by itself. */
  readonly exitCode?: number;
  /** Signal number of the last end, where a signal ended it. */
  readonly exitSignal?: number;
  readonly completedAt?: number;
}
