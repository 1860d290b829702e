import type { Transport } from './transport.ts';

/** This machine: programs are started from an argv, without a shell. */
export declare function createLocalTransport(): Transport;
