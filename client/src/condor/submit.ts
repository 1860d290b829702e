import type { Transport } from '../transport/transport.ts';

export interface SubmitOptions {
  /** Absolute, on the access point. */
  readonly directory: string;
  /** The submit file, relative to `directory`. */
  readonly file: string;
  /** Lines that override the file's (`-append`). */
  readonly append?: readonly string[];
}

export type SubmitResult =
  | {
      readonly kind: 'submitted';
      /** One per queue statement of the file; in nearly all files one. */
      readonly clusters: readonly {
        readonly cluster: number;
        readonly firstProc: number;
        readonly lastProc: number;
      }[];
      /** What condor_submit wrote to standard error although it succeeded. */
      readonly warnings: string;
    }
  /** condor_submit refused: everything that it wrote to standard error (for `locateSubmitErrors`). */
  | { readonly kind: 'refused'; readonly stderr: string };

/** Runs condor_submit. Throws CondorError `notInstalled`, or a TransportError. */
export declare function submitJob(transport: Transport, options: SubmitOptions): Promise<SubmitResult>;
