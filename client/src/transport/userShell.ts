/** Commands of the user's own ssh configuration, run as OpenSSH runs them: by the user's shell, with `-c`. */
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';

/** How long a `Match exec` may take, milliseconds; OpenSSH waits for ever. */
const conditionTimeoutMs = 15_000;

/** Whether a command ends with code 0; one that takes too long, or cannot be started, does not. */
export async function succeeds(command: string): Promise<boolean> {
  const child = startInShell(command, 'ignore');
  const timer = setTimeout(() => child.kill(), conditionTimeoutMs);
  try {
    return await new Promise((resolve) => {
      child.once('error', () => resolve(false));
      child.once('close', (code) => resolve(code === 0));
    });
  } finally {
    clearTimeout(timer);
  }
}

/** `exec` before the command, so that the shell does not stay between; not for Windows' shell. */
export const replacingShell = (command: string): string =>
  process.platform === 'win32' ? command : `exec ${command}`;

export function startInShell(command: string, stdio: StdioOptions): ChildProcess {
  if (process.platform === 'win32') return spawn(command, { shell: true, stdio, windowsHide: true });
  const shell = process.env['SHELL'];
  // A group of its own: what the command itself has started ends with it.
  return spawn(shell === undefined || shell === '' ? '/bin/sh' : shell, ['-c', command], {
    stdio,
    detached: true,
  });
}
