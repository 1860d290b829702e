import type { Transport } from '../transport/transport.ts';
import { CondorError } from './condorError.ts';
import { runTool, toolFailed } from './tool.ts';

/** HTCondor's version on the access point, such as "23.9.6". CondorError `notInstalled` where it has none. */
export async function condorVersion(transport: Transport): Promise<string> {
  const argv = ['condor_version'];
  const result = await runTool(transport, argv);
  if (result.code !== 0) throw toolFailed(argv, result);
  const version = /\$CondorVersion: (\d+\.\d+\.\d+)/.exec(result.stdout)?.[1];
  if (version === undefined) {
    throw new CondorError(
      'unexpectedOutput',
      `condor_version was to print "$CondorVersion: MAJOR.MINOR.PATCH"; it printed: ${result.stdout.slice(0, 200)}`,
    );
  }
  return version;
}
