import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { copyAtomically, writeAtomically } from './localFiles.ts';
import type { Open, Running } from './process.ts';
import { commandNotFound, describe, execWith, StderrTail, streamWith } from './process.ts';
import type { StreamEnd, Transport } from './transport.ts';
import { TransportError } from './transport.ts';

/** This machine: programs are started from an argv, without a shell. */
export function createLocalTransport(): Transport {
  const running = new Set<Running>();
  const open: Open = async (argv, options) => {
    const process = await start(argv, options.cwd);
    running.add(process);
    void process.closed.then(() => running.delete(process));
    return process;
  };
  return {
    name: 'this machine',
    kind: 'local',
    connect: () => Promise.resolve(),
    exec: (argv, options) => execWith(open, argv, options),
    stream: (argv, options) => streamWith(open, argv, options),
    put: writeAtomically,
    get: (from, to, options) => copyAtomically(from, to, options?.signal),
    state: { kind: 'connected' },
    sessions: { limit: Infinity, tailLimit: Infinity, tails: 0, used: 0, waiting: 0 },
    onDidChangeState: () => ({ dispose: () => undefined }),
    dispose: () => {
      for (const process of running) process.kill();
    },
  };
}

async function start(argv: readonly string[], cwd: string | undefined): Promise<Running> {
  const [program, ...rest] = argv;
  if (program === undefined) throw new RangeError('A command needs at least the name of a program.');
  const grouped = process.platform !== 'win32';
  // A group of its own, so that kill() reaches what the program itself has started.
  const child = spawn(program, rest, { cwd, detached: grouped, windowsHide: true });
  const stderr = new StderrTail();
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  let killed = false;
  const closed = new Promise<StreamEnd>((resolve) => {
    child.once('close', (code, signal) => {
      resolve(
        killed
          ? { kind: 'killed', stderr: stderr.toString() }
          : { kind: 'exit', code: code ?? undefined, signal: signal ?? undefined, stderr: stderr.toString() },
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error: NodeJS.ErrnoException) => {
      startFailure(argv, cwd, error).then(reject, reject);
    });
  });
  const kill = (): void => {
    killed = true;
    signalGroup(child.pid, grouped, () => child.kill());
    // Unread output would keep the program from being `closed`.
    child.stdout.destroy();
  };
  return { stdin: child.stdin, stdout: child.stdout, closed, kill };
}

function signalGroup(pid: number | undefined, grouped: boolean, single: () => boolean): void {
  if (pid === undefined || !grouped) {
    single();
    return;
  }
  try {
    process.kill(-pid, 'SIGTERM');
  } catch (error) {
    // ESRCH: it has ended already, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') single();
  }
}

async function startFailure(
  argv: readonly string[],
  cwd: string | undefined,
  error: NodeJS.ErrnoException,
): Promise<Error> {
  // spawn says ENOENT for a missing directory, too.
  if (cwd !== undefined && !(await isDirectory(cwd))) {
    return new TransportError('fileFailed', `${describe(argv)} was to run in ${cwd}, which is no directory.`);
  }
  if (error.code === 'ENOENT') return commandNotFound(argv, '');
  return new TransportError('commandNotFound', `${describe(argv)} could not be started: ${error.message}.`, {
    cause: error,
  });
}

const isDirectory = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
