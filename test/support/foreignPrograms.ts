import { existsSync, writeFileSync } from 'node:fs';
import { runProgram } from './runProgram.ts';

const kernel = '/proc/sys/fs/binfmt_misc';
const name = 'dmtcp-condor-aarch64';
/** The head of a 64-bit little-endian ELF file for aarch64, and which of its bits count. */
const magic = '\\x7fELF\\x02\\x01\\x01' + '\\x00'.repeat(9) + '\\x02\\x00\\xb7\\x00';
const mask = '\\xff'.repeat(7) + '\\x00' + '\\xff'.repeat(8) + '\\xfe' + '\\xff'.repeat(3);

/**
 * Has the kernel run programs for aarch64 with qemu, in every root folder, until the function that it returns is called;
 * the reason where it cannot. qemu-user-static is there (machineUnavailable). Needs root.
 */
export async function runForeignPrograms(): Promise<string | (() => void)> {
  if (!existsSync(`${kernel}/register`)) {
    const mounted = await runProgram('mount', ['-t', 'binfmt_misc', 'none', kernel]);
    if (mounted.code !== 0) return `the kernel runs no programs for other machines: ${mounted.stderr.trim()}`;
  }
  const entry = `${kernel}/${name}`;
  // One that a run before this one left behind is as good.
  try {
    if (!existsSync(entry))
      // F: the interpreter is opened now, so that a chroot needs none.
      writeFileSync(`${kernel}/register`, `:${name}:M::${magic}:${mask}:/usr/bin/qemu-aarch64-static:F`);
  } catch (error) {
    return `the kernel takes no interpreter for programs of other machines: ${String(error)}`;
  }
  return () => {
    if (existsSync(entry)) writeFileSync(entry, '-1');
  };
}
