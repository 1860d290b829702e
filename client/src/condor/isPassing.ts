import { isPassingReason } from '../transport/passing.ts';
import { TransportError } from '../transport/transport.ts';
import { CondorError } from './condorError.ts';

/** Whether a failure may be gone at the next try; the others need a person: a key, a password, another setting. */
export function isPassing(error: unknown): error is TransportError | CondorError {
  // A schedd that restarts, or is busy.
  if (error instanceof CondorError) return error.reason === 'toolFailed';
  return error instanceof TransportError && isPassingReason(error.reason);
}
