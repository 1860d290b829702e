import type { Job } from '../condor/job.ts';
import type { ShimEvent } from '../../../shim/src/protocol.ts';

export interface FirstError {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

export interface Verdict {
  readonly kind: 'completed' | 'failed' | 'removed' | 'unknown';
  readonly exitCode?: number;
  readonly exitSignal?: number;
  /** Starts after the first one. */
  readonly restarts: number;
  /** Proven checkpoints over all starts. */
  readonly checkpoints: number;
  readonly firstError?: FirstError;
  /** One sentence for people. */
  readonly text: string;
}

/** Sums up an ended job: its ad, the shim's events and the first ERROR of its DMTCP logs. */
export declare function judge(facts: {
  readonly job?: Job;
  readonly events: readonly ShimEvent[];
  readonly firstError?: FirstError;
}): Verdict;

/** Finds the first ERROR in a DMTCP log that comes in pieces (bounded memory). */
export declare class FirstErrorFinder {
  constructor(file: string);
  append(text: string): void;
  readonly firstError: FirstError | undefined;
}
