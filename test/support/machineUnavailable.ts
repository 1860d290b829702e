import { targets } from '../../scripts/buildShim.mjs';
import { runProgram } from './runProgram.ts';

/** Why programs for a machine cannot be compiled and run here; undefined when they can. Installs what is missing. */
export async function machineUnavailable(machine: 'x64' | 'arm64'): Promise<string | undefined> {
  const emulator = machine === 'arm64' && process.arch !== 'arm64' ? ['qemu-user-static'] : [];
  const packages = [...targets[machine].packages, ...emulator];
  const install = await runProgram('bash', ['test/support/aptInstall.sh', ...packages]);
  return install.code === 0 ? undefined : install.stderr.trim();
}
