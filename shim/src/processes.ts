import type { Host } from './host/host.ts';
import { baseName } from './paths.ts';
import type { Protection } from './supervise.ts';

/** False for a process that is gone or only waits to be reaped. */
export function isAlive(host: Host, pid: number): boolean {
  const stat = readProc(host, `/proc/${pid}/stat`);
  return stat !== '' && !/\) [ZX] /.test(stat);
}

/** Processes whose command line has all of these words; a daemon's parent does not know its process id. */
export const processesWith = (host: Host, words: readonly string[]): readonly number[] =>
  host.files
    .list('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== host.pid)
    .filter((name) => {
      const line = readProc(host, `/proc/${name}/cmdline`);
      return words.every((word) => line.includes(word));
    })
    .map(Number);

/**
 * Whether DMTCP's library is mapped into a launched program. The dynamic linker maps preloaded libraries before the
 * C library, so that a program with the one and not the other runs unprotected: for sure, and within milliseconds.
 */
export function protectionOf(host: Host, pid: number): Protection {
  const executable = baseName(host.files.readLink(`/proc/${pid}/exe`) ?? '');
  // Where an emulator runs the machine's programs, the executable of all of them is the emulator.
  const isLauncher = [executable, readProc(host, `/proc/${pid}/comm`)].some((name) =>
    name.startsWith('dmtcp_'),
  );
  if (executable === '' || isLauncher) return 'unknown';
  const maps = readProc(host, `/proc/${pid}/maps`);
  if (/\/(libdmtcp|dmtcphijack)[\w.-]*\.so/.test(maps)) return 'inside';
  return /\/libc[.-][\w.-]*$/m.test(maps) ? 'absent' : 'unknown';
}

/** Empty when the process has gone meanwhile or is someone else's. */
function readProc(host: Host, path: string): string {
  try {
    return host.files.read(path) ?? '';
  } catch {
    // Processes come and go while /proc is read; one that cannot be read is not one that is looked for.
    return '';
  }
}
