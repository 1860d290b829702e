import type { TransportErrorReason } from './transport.ts';

/** Whether a failure may be gone at the next try; the others need a person: a key, a password, another setting. */
export function isPassingReason(reason: TransportErrorReason): boolean {
  switch (reason) {
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
