import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** Numbers of all processes that this machine has. */
export const allProcesses = (): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** Something about a process; undefined when it is gone, or not to be seen. */
function about(look: () => string): string | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

export const commandLine = (pid: number): string =>
  about(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()) ?? '';

export const programOf = (pid: number): string => about(() => readlinkSync(`/proc/${pid}/exe`)) ?? '';

/** Identity of its mount namespace; undefined for one that has ended. */
export const mountsOf = (pid: number): string | undefined => about(() => readlinkSync(`/proc/${pid}/ns/mnt`));

/** Identity of the process namespace that it lives in. */
export const numbersOf = (pid: number): string | undefined =>
  about(() => readlinkSync(`/proc/${pid}/ns/pid`));

export const parentOf = (pid: number): number =>
  Number(/^PPid:\s*(\d+)/m.exec(about(() => readFileSync(`/proc/${pid}/status`, 'utf8')) ?? '')?.[1] ?? 0);

/** Its number in the innermost namespace that it lives in. */
export const innerNumber = (pid: number): number =>
  Number(/^NSpid:.*\s(\d+)$/m.exec(about(() => readFileSync(`/proc/${pid}/status`, 'utf8')) ?? '')?.[1] ?? 0);

/** False when it has ended meanwhile. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

/** Path of its working directory as it sees it itself. */
export const placeOf = (pid: number): string => about(() => readlinkSync(`/proc/${pid}/cwd`)) ?? '';

/** Text of a file in its working directory; empty when there is none. */
export const inWorkingDirectory = (pid: number, name: string): string =>
  about(() => readFileSync(`/proc/${pid}/cwd/${name}`, 'utf8')) ?? '';
