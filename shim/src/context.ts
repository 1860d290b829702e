import type { LogFiles } from './dmtcpLogs.ts';
import type { Host } from './host/host.ts';
import type { Job } from './job.ts';
import type { HostFacts } from './hostFacts.ts';
import type { Journal } from './journal.ts';
import type { Layout } from './layout.ts';
import type { Options } from './options.ts';
import type { Listing, Outputs } from './outputs.ts';
import type { Tools } from './tools.ts';

/** What every step of a start works with. */
export interface Context {
  readonly host: Host;
  readonly options: Options;
  readonly job: Job;
  readonly journal: Journal;
  readonly outputs: Outputs;
  /** Absolute path of the sandbox. */
  readonly sandbox: string;
  /** Directory in which proven images are kept, "." for the sandbox itself. */
  readonly kept: string;
  /** What was in the sandbox when this start began. */
  readonly atStart: Listing;
  /** Exit code that hands a checkpoint to HTCondor; undefined: the job has none. */
  readonly checkpointExitCode: number | undefined;
  /** What may end after the start has: waited for a moment, since nothing outlives the shim. */
  readonly pending: Promise<unknown>[];
}

/** What is known when DMTCP is ready to run. */
export interface Started extends Context {
  readonly layout: Layout;
  readonly tools: Tools;
  /** DMTCP's log files of this start. */
  readonly logs: LogFiles;
  readonly here: HostFacts;
  /** Milliseconds that a checkpoint may take while HTCondor waits for the machine. */
  readonly allowed: number;
}
