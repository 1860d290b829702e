import type { Transport } from '../transport/transport.ts';
import type { Job, JobId } from './job.ts';

/** The user's jobs in the queue of the access point's schedd. */
export declare function queryJobs(transport: Transport): Promise<readonly Job[]>;

/** One job of the queue; undefined when it is not there (any more). */
export declare function queryJob(transport: Transport, id: JobId): Promise<Job | undefined>;

/** One job of the history; undefined when the history does not have it (yet). */
export declare function finishedJob(transport: Transport, id: JobId): Promise<Job | undefined>;
