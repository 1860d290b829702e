import type { Transport } from '../transport/transport.ts';
import { notAnOption } from '../transport/shellQuote.ts';
import { CondorError } from './condorError.ts';
import { runTool } from './tool.ts';

export interface SubmitOptions {
  /** Absolute, on the access point. */
  readonly directory: string;
  /** The submit file, relative to `directory`. */
  readonly file: string;
  /** Lines that override the file's (`-append`). */
  readonly append?: readonly string[];
}

/** Processes of one cluster, in a row. */
export interface SubmittedCluster {
  readonly cluster: number;
  readonly firstProc: number;
  readonly lastProc: number;
}

export type SubmitResult =
  | {
      readonly kind: 'submitted';
      /** Nearly always one; more where the executable changes between queue statements. */
      readonly clusters: readonly SubmittedCluster[];
      /** What condor_submit wrote to standard error although it succeeded. */
      readonly warnings: string;
    }
  /** condor_submit refused: everything that it wrote to standard error (for `locateSubmitErrors`). */
  | { readonly kind: 'refused'; readonly stderr: string };

/** Runs condor_submit. Throws CondorError `notInstalled` or `unexpectedOutput`, or a TransportError. */
export async function submitJob(transport: Transport, options: SubmitOptions): Promise<SubmitResult> {
  const append = (options.append ?? []).flatMap((line) => ['-append', line]);
  const file = options.file.startsWith('-') ? notAnOption(options.file) : options.file;
  const argv = ['condor_submit', '-terse', ...append, file];
  const { code, stdout, stderr } = await runTool(transport, argv, { cwd: options.directory });
  if (code !== 0) return { kind: 'refused', stderr: stderr.trim() === '' ? stdout : stderr };
  const clusters = parseTerse(stdout);
  if (clusters.length === 0) {
    throw new CondorError(
      'unexpectedOutput',
      `condor_submit succeeded but named no jobs; "CLUSTER.PROC - CLUSTER.PROC" was expected, it printed: ${stdout.slice(0, 200)}. Look at the queue before submitting again.`,
    );
  }
  return { kind: 'submitted', clusters, warnings: stderr.trim() };
}

/** Reads what `condor_submit -terse` prints: "21.0 - 21.1" for each cluster. */
export function parseTerse(stdout: string): readonly SubmittedCluster[] {
  return [...stdout.matchAll(/^(\d+)\.(\d+) - (\d+)\.(\d+)$/gm)].map((match) => ({
    cluster: Number(match[1]),
    firstProc: Number(match[2]),
    lastProc: Number(match[4]),
  }));
}
