import type { Host } from './host/host.ts';
import type { Job } from './job.ts';
import type { Journal } from './journal.ts';
import type { Options } from './options.ts';
import type { Listing, Outputs } from './outputs.ts';

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
  /** What may end after the start has: waited for a moment, since nothing outlives the shim. */
  readonly pending: Promise<unknown>[];
}
