import type { Transport } from '../transport/transport.ts';
import type { JobId } from './job.ts';

/** `vacate` lets the job checkpoint first; `vacateFast` kills it: what it did since its last checkpoint is lost. */
export type JobAction = 'vacate' | 'vacateFast' | 'hold' | 'release' | 'remove';

/** Does one thing to one job. Throws CondorError: jobGone, notRunning, alreadyHeld, notHeld, toolFailed. */
export declare function actOnJob(transport: Transport, id: JobId, action: JobAction): Promise<void>;
