import type { ExecOptions, ExecResult, Transport } from '../transport/transport.ts';
import { TransportError } from '../transport/transport.ts';
import { CondorError } from './condorError.ts';

/** Long enough for a busy schedd, short enough that nobody waits for a hung one for ever. */
const defaultTimeoutMs = 120_000;

/**
 * Runs one of HTCondor's tools; an exit code that is not 0 is a result.
 * Throws CondorError `notInstalled` where the tool is not there, TransportError for the rest.
 */
export async function runTool(
  transport: Transport,
  argv: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult> {
  try {
    return await transport.exec(argv, { timeoutMs: defaultTimeoutMs, ...options });
  } catch (error) {
    if (error instanceof TransportError && error.reason === 'commandNotFound') {
      throw new CondorError(
        'notInstalled',
        `${transport.name} has no ${argv[0] ?? 'such tool'} on its PATH: it is not an access point of an HTCondor pool, ` +
          'or HTCondor is set up in a login file that other commands do not read. Choose another access point.',
        { cause: error },
      );
    }
    throw error;
  }
}

/** What a failed tool said, for people. */
export function toolFailed(
  argv: readonly string[],
  { code, signal, stderr, stdout }: ExecResult,
): CondorError {
  const said = stderr.trim() || stdout.trim() || 'it said nothing';
  const how = code === undefined ? `signal ${signal ?? 'unknown'}` : `exit code ${code}`;
  return new CondorError('toolFailed', `${argv[0] ?? 'The tool'} failed (${how}): ${said}`);
}
