/**
 * What the shim leaves in the sandbox for others to read: file names, and the JSON lines of its event file.
 * The client imports this file and nothing else of the shim; it imports nothing itself.
 */

/** Version of the event file's schema. A reader ignores events and fields that it does not know. */
export const eventSchema = 1;

/** Suffixes and names of the shim's own files, all in the sandbox's top directory. JOB is "CLUSTER.PROC". */
export const fileNames = {
  /** JSON lines, one ShimEvent each; appended to over all starts of the job. */
  events: (job: string): string => `shim_dmtcp.${job}.jsonl`,
  /** DMTCP's own log files of all starts, put together when a start ends; each part begins with `==> NAME <==`. */
  dmtcpLog: (job: string): string => `shim_dmtcp.${job}.dmtcp.log`,
  /** What a later start must know: sizes of the outputs at the last checkpoint, the images and their checksums. */
  state: (job: string): string => `shim_dmtcp.${job}.state.json`,
  /** The coordinator's port while the job runs, digits only. */
  port: 'shim_dmtcp.port',
  /** Shell text to source in the sandbox so that dmtcp_command works by hand. */
  environment: 'shim_dmtcp.env',
  /** The package manifest that the client writes beside the submit file and that the shim verifies. */
  manifest: 'shim_dmtcp.manifest.json',
} as const;

/** Job attributes that the shim sets through condor_chirp where the pool allows it (delayed updates). */
export const chirpAttributes = {
  /** Number of checkpoints that were proven complete, over all starts. */
  checkpoints: 'ChirpDmtcpCheckpoints',
  /** Time of the last one, seconds since 1970. */
  lastCheckpoint: 'ChirpDmtcpLastCheckpoint',
  /** Its duration, milliseconds. */
  checkpointMilliseconds: 'ChirpDmtcpCheckpointMilliseconds',
  /** Size of its images together, bytes. */
  checkpointBytes: 'ChirpDmtcpCheckpointBytes',
  /** Starts in a row that found no image to restart from. */
  failedStarts: 'ChirpDmtcpFailedStarts',
  /** Machine (as its ad names it) that cannot take the job's images; for `requirements`. */
  avoidMachine: 'ChirpDmtcpAvoidMachine',
} as const;

interface EventBase {
  readonly schema: number;
  /** Milliseconds since 1970, the execute host's clock. */
  readonly time: number;
  /** "CLUSTER.PROC", or "0.0" outside HTCondor. */
  readonly job: string;
}

/** A start of the shim. */
export interface StartEvent extends EventBase {
  readonly event: 'start';
  /** 1 for the first start of the job. */
  readonly start: number;
  readonly shimVersion: string;
  readonly host: string;
  readonly sandbox: string;
  /** Files of this job, as given on the command line; relative names are relative to the sandbox. */
  readonly log?: string;
  readonly stdin?: string;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly command: readonly string[];
  /** DMTCP's version line and the directory below which its log files appear (absolute). */
  readonly dmtcpVersion?: string;
  readonly dmtcpLogDirectory?: string;
}

/** The program is connected to the coordinator: from now on it is protected. */
export interface RunningEvent extends EventBase {
  readonly event: 'running';
  readonly pid: number;
  /** Images that it was restarted from; empty for a run from the beginning. */
  readonly restartedFrom: readonly string[];
}

/** DMTCP cannot get inside the program: it is stopped, or runs on where --allow-unprotected says so. */
export interface UnprotectedEvent extends EventBase {
  readonly event: 'unprotected';
  readonly pid: number;
}

/** A checkpoint that was proven complete. */
export interface CheckpointEvent extends EventBase {
  readonly event: 'checkpoint';
  readonly milliseconds: number;
  readonly bytes: number;
  readonly images: readonly string[];
  /** Why it was made. */
  readonly reason: 'vacate' | 'interval';
}

/** A checkpoint that could not be made, or not be proven; the images before it stay. */
export interface CheckpointFailedEvent extends EventBase {
  readonly event: 'checkpoint-failed';
  readonly reason: 'vacate' | 'interval';
  readonly message: string;
}

/** SIGINT or SIGTERM came: HTCondor vacates, holds or removes the job. */
export interface VacateEvent extends EventBase {
  readonly event: 'vacate';
  readonly signal: 'SIGINT' | 'SIGTERM';
}

/** A restart from images failed before the program ran. */
export interface RestartFailedEvent extends EventBase {
  readonly event: 'restart-failed';
  readonly images: readonly string[];
  readonly message: string;
}

/** Images that cannot be restarted from got other names; they are not deleted. */
export interface SetAsideEvent extends EventBase {
  readonly event: 'set-aside';
  /** Names that they have now. */
  readonly images: readonly string[];
  readonly message: string;
}

/** The shim ends. */
export interface ExitEvent extends EventBase {
  readonly event: 'exit';
  /**
   * `completed`: the program ended by itself; `evicted`: after a proven checkpoint, or before there was anything to
   * save (also when HTCondor is handed the checkpoint of an interval and starts the job again at once); `failed`:
   * neither (images of earlier checkpoints stay).
   */
  readonly outcome: 'completed' | 'evicted' | 'failed';
  /** The shim's exit code. */
  readonly code: number;
  readonly message: string;
}

export type ShimEvent =
  | StartEvent
  | RunningEvent
  | UnprotectedEvent
  | CheckpointEvent
  | CheckpointFailedEvent
  | VacateEvent
  | RestartFailedEvent
  | SetAsideEvent
  | ExitEvent;

/** One line of `shim_dmtcp --doctor` on standard output. */
export interface DoctorLine {
  readonly schema: number;
  /** `verdict` comes last. */
  readonly check: 'files' | 'tools' | 'program' | 'disk' | 'time' | 'checkpoint' | 'restart' | 'verdict';
  readonly ok: boolean;
  /** How long it took. */
  readonly milliseconds: number;
  /** What was found; where `ok` is false also what to do. */
  readonly message: string;
}

/** One packaged file, beside the submit file. */
export interface ManifestFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hexadecimal SHA-256. */
  readonly sha256: string;
}

/** `shim_dmtcp.manifest.json`: what the package command put beside the submit file. */
export interface Manifest {
  readonly schema: 1;
  /** Version line of the DMTCP installation, and where it came from (for people). */
  readonly dmtcpVersion: string;
  readonly origin: string;
  /** Machine of the ELF files, as `uname -m` prints it. */
  readonly architecture: 'x86_64' | 'aarch64';
  readonly files: readonly ManifestFile[];
}
