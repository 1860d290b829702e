import { TransportError } from '../transport/transport.ts';
import { CondorError } from './condorError.ts';

/** Whether a failure may be gone at the next try; the others need a person: a key, a password, another setting. */
export function isPassing(error: unknown): error is TransportError | CondorError {
  // A schedd that restarts, or is busy.
  if (error instanceof CondorError) return error.reason === 'toolFailed';
  if (!(error instanceof TransportError)) return false;
  switch (error.reason) {
    case 'unreachable':
    case 'timeout':
    case 'disconnected':
    case 'tooManyStreams':
    case 'protocol':
      return true;
    case 'cancelled':
    case 'hostKeyUnknown':
    case 'hostKeyChanged':
    case 'hostKeyRevoked':
    case 'authenticationFailed':
    case 'keyUnreadable':
    case 'commandNotFound':
    case 'fileFailed':
    case 'unsupported':
      return false;
  }
}
