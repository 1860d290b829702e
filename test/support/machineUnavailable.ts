import { runProgram } from './runProgram.ts';

/** The Debian packages that compile C for a machine, and run it where that is another one. */
const packages = {
  x64: ['gcc', 'libc6-dev'],
  arm64: ['gcc-aarch64-linux-gnu', 'libc6-dev-arm64-cross', 'qemu-user-static'],
} as const;

/** Why programs for a machine cannot be compiled and run here; undefined when they can. Installs what is missing. */
export async function machineUnavailable(machine: keyof typeof packages): Promise<string | undefined> {
  const install = await runProgram('bash', ['test/support/aptInstall.sh', ...packages[machine]]);
  return install.code === 0 ? undefined : install.stderr.trim();
}
