import type { JobId } from '../condor/job.ts';
import type { Transport } from '../transport/transport.ts';
import type { JobTail, TailEvent } from './events.ts';

export interface TailJobOptions {
  readonly transport: Transport;
  readonly id: JobId;
  /** Called in order; the next event waits for what it returns, which holds the job's files back (bounded memory). */
  readonly listener: (event: TailEvent) => void | Promise<void>;
  /** Milliseconds between two looks at a job that does not run; 1000. */
  readonly pollMs?: number;
}

/**
 * Follows everything that a job writes for people, in each of its sandboxes in turn, until it has left the queue;
 * then what it wrote last, from the files on the access point.
 */
export declare function tailJob(options: TailJobOptions): JobTail;
