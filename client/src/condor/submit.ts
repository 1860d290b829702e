import type { ExecResult, Transport } from '../transport/transport.ts';
import { notAnOption } from '../transport/shellQuote.ts';
import { TransportError } from '../transport/transport.ts';
import { CondorError } from './condorError.ts';
import { runTool, toolFailed } from './tool.ts';

export interface SubmitOptions {
  /** Absolute, on the access point. */
  readonly directory: string;
  /** The submit file, relative to `directory`. */
  readonly file: string;
  /** Lines that override the file's (`-append`). */
  readonly append?: readonly string[];
  /** Goes into the ads of the jobs, so that findSubmission finds them. Letters and digits. */
  readonly token?: string;
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

/** The job attribute that names the submission a job is of. */
const attribute = 'DmtcpCondorSubmission';
/** Held while condor_submit runs, in the submit directory: one that lost its user may still be about to queue jobs. */
const lockFile = '.dmtcp-condor.lock';
/** Exit code when the lock was not to be had (EX_TEMPFAIL). */
const lockedCode = 75;

/**
 * Arguments: the program and its arguments. Waits for a lock where the machine has flock; the program keeps it, even
 * when the connection is lost. Its file is removed while it is held: who waited for that one begins again.
 */
const lockScript = `
if command -v flock >/dev/null 2>&1; then
  while { command exec 9>>${lockFile}; } 2>/dev/null; do
    flock -w 60 9 || exit ${lockedCode}
    [ ${lockFile} -ef /proc/self/fd/9 ] && break
  done
fi
trap : HUP INT TERM
"$@"
code=$?
rm -f ${lockFile}
exit $code`;

/** Runs condor_submit. Throws CondorError `notInstalled`, `toolFailed` or `unexpectedOutput`, or a TransportError. */
export async function submitJob(transport: Transport, options: SubmitOptions): Promise<SubmitResult> {
  const { code, stdout, stderr } = await run(transport, options.directory, [
    'condor_submit',
    '-terse',
    ...appended(options),
    fileOf(options),
  ]);
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

/**
 * Has condor_submit read the file and make its jobs without queueing them: what it wrote when it refuses; undefined
 * when it does not. Throws CondorError `notInstalled`, or a TransportError.
 */
export async function dryRun(transport: Transport, options: SubmitOptions): Promise<string | undefined> {
  const argv = ['condor_submit', '-dry-run', '/dev/null', ...appended(options), fileOf(options)];
  const { code, stdout, stderr } = await runTool(transport, argv, { cwd: options.directory });
  if (code === 0) return undefined;
  return stderr.trim() === '' ? stdout : stderr;
}

/**
 * The jobs of an earlier submission, in the queue or in the history's newest part; none where it did not queue any.
 * Waits for a condor_submit of it that still runs. Throws CondorError or TransportError.
 */
export async function findSubmission(
  transport: Transport,
  { directory, token }: { readonly directory: string; readonly token: string },
): Promise<readonly SubmittedCluster[]> {
  const constraint = `${attribute} == "${token}"`;
  const ask = ['-constraint', constraint, '-af', 'ClusterId', 'ProcId'];
  const found: string[] = [];
  for (const tool of [
    ['condor_q', ...ask],
    ['condor_history', '-scanlimit', '20000', ...ask],
  ]) {
    const result = await run(transport, directory, tool);
    if (result.code !== 0) throw toolFailed(tool, result);
    found.push(result.stdout);
  }
  const procs = new Map<number, number[]>();
  for (const [, cluster, proc] of found.join('\n').matchAll(/^(\d+) (\d+)$/gm)) {
    const known = procs.get(Number(cluster)) ?? [];
    procs.set(Number(cluster), [...known, Number(proc)]);
  }
  return [...procs]
    .map(([cluster, all]) => ({ cluster, firstProc: Math.min(...all), lastProc: Math.max(...all) }))
    .sort((a, b) => a.cluster - b.cluster);
}

/** Reads what `condor_submit -terse` prints: "21.0 - 21.1" for each cluster. */
export function parseTerse(stdout: string): readonly SubmittedCluster[] {
  return [...stdout.matchAll(/^(\d+)\.(\d+) - (\d+)\.(\d+)$/gm)].map((match) => ({
    cluster: Number(match[1]),
    firstProc: Number(match[2]),
    lastProc: Number(match[4]),
  }));
}

const fileOf = ({ file }: SubmitOptions): string => (file.startsWith('-') ? notAnOption(file) : file);

const appended = ({ append = [], token }: SubmitOptions): readonly string[] =>
  [...append, ...(token === undefined ? [] : [`+${attribute} = "${token}"`])].flatMap((line) => [
    '-append',
    line,
  ]);

async function run(transport: Transport, cwd: string, argv: readonly string[]): Promise<ExecResult> {
  // On this machine nothing is lost on the way, and the directory is the user's own.
  if (transport.kind === 'local') return runTool(transport, argv, { cwd });
  const [tool = ''] = argv;
  try {
    const result = await runTool(transport, ['sh', '-c', lockScript, 'sh', ...argv], { cwd });
    if (result.code !== lockedCode) return result;
  } catch (error) {
    if (!(error instanceof CondorError) || error.reason !== 'notInstalled') throw error;
    throw new CondorError(
      'notInstalled',
      `${transport.name} has no ${tool} on its PATH: it is not an access point of an HTCondor pool, ` +
        'or HTCondor is set up in a login file that other commands do not read. Choose another access point.',
      { cause: error },
    );
  }
  throw new CondorError(
    'toolFailed',
    `An earlier condor_submit still runs in ${cwd} on ${transport.name}: expected it to end within a minute, and it did not. Wait, or end it there, then submit again.`,
  );
}

/** Where the token of a submission whose outcome is not known yet outlives the editor. */
export interface PendingToken {
  get(): string | undefined;
  set(token: string | undefined): Promise<void>;
}

export type OnceResult =
  | SubmitResult
  /** The submission before this one, whose answer was lost, had queued these jobs; nothing was queued now. */
  | { readonly kind: 'alreadySubmitted'; readonly clusters: readonly SubmittedCluster[] };

/**
 * submitJob that can be repeated after it failed half-way: when the answer to the last one was lost, its jobs are looked
 * for first. `newToken` makes a token that no other submission has. Throws as submitJob does.
 */
export async function submitOnce(
  transport: Transport,
  options: Omit<SubmitOptions, 'token'>,
  { pending, newToken }: { readonly pending: PendingToken; readonly newToken: () => string },
): Promise<OnceResult> {
  const before = pending.get();
  if (before !== undefined) {
    const { directory } = options;
    const clusters = await findSubmission(transport, { directory, token: before });
    await pending.set(undefined);
    if (clusters.length > 0) return { kind: 'alreadySubmitted', clusters };
  }
  const token = before ?? newToken();
  await pending.set(token);
  try {
    const result = await submitJob(transport, { ...options, token });
    if (result.kind === 'refused') {
      const queued = await queuedAnyway(transport, { ...options, token }, result.stderr);
      if (queued.length > 0) {
        await pending.set(undefined);
        return { kind: 'submitted', clusters: queued, warnings: result.stderr.trim() };
      }
    }
    await pending.set(undefined);
    return result;
  } catch (error) {
    const isLost =
      error instanceof TransportError && (error.reason === 'disconnected' || error.reason === 'timeout');
    if (!isLost) throw error;
    throw new TransportError(
      error.reason,
      `${error.message} Whether condor_submit queued the jobs of ${options.file} is not known. Submit it again: they are looked for first, and nothing is queued twice.`,
      { cause: error },
    );
  }
}

/** A condor_submit that failed may have lost the schedd just after that had taken the jobs: whether it had. */
async function queuedAnyway(
  transport: Transport,
  { directory, file, token }: Omit<SubmitOptions, 'token'> & { readonly token: string },
  stderr: string,
): Promise<readonly SubmittedCluster[]> {
  try {
    return await findSubmission(transport, { directory, token });
  } catch (error) {
    if (!(error instanceof CondorError) || error.reason !== 'toolFailed') throw error;
    throw new CondorError(
      'toolFailed',
      `condor_submit failed on ${transport.name}: ${stderr.trim()} The queue cannot be read there either, so whether jobs of ${file} were queued is not known; the schedd may be down. Submit it again when it is back: they are looked for first, and nothing is queued twice.`,
      { cause: error },
    );
  }
}
