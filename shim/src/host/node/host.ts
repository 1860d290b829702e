import { spawn as start, type StdioOptions } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import process from 'node:process';
import { HostError, type Child, type Ending, type Host, type SpawnOptions, type Stream } from '../host.ts';
import { nodeFiles } from './files.ts';

/** Descriptor (or Node's word) for a stream; offsets are reached by reading, since Node cannot seek. */
function openStream(stream: Stream): number | 'inherit' | 'ignore' {
  switch (stream.kind) {
    case 'inherit':
      return 'inherit';
    case 'null':
      return 'ignore';
    case 'append':
      return fs.openSync(stream.path, 'a', 0o644);
    case 'read': {
      const fd = fs.openSync(stream.path, 'r');
      const block = Buffer.alloc(65536);
      for (let left = stream.offset; left > 0;) {
        const got = fs.readSync(fd, block, 0, Math.min(left, block.length), null);
        if (got === 0) break;
        left -= got;
      }
      return fd;
    }
  }
}

const inputOffset = (fd: number | 'inherit' | 'ignore'): number => {
  if (typeof fd !== 'number') return 0;
  const position = /^pos:\s*(\d+)/m.exec(fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'));
  return Number(position?.[1] ?? 0);
};

function spawn(options: SpawnOptions): Child {
  const environment: NodeJS.ProcessEnv = { ...process.env };
  for (const [name, value] of Object.entries(options.environment ?? {})) {
    if (value === undefined) Reflect.deleteProperty(environment, name);
    else environment[name] = value;
  }
  const streams = [options.stdin, options.stdout, options.stderr].map(openStream);
  const stdio: StdioOptions = streams;
  const own = options.ownArgumentsFrom === undefined ? [] : process.argv.slice(2 + options.ownArgumentsFrom);
  const [file = '', ...args] = [...options.command, ...own];
  // detached is setsid; Node itself restores default signals in the child and closes all other descriptors.
  const cwd = options.directory === undefined ? {} : { cwd: options.directory };
  const child = start(file, args, { env: environment, stdio, detached: options.session, ...cwd });
  const ended = new Promise<Ending>((resolve) => {
    child.once('exit', (code, signal) => {
      if (signal !== null) resolve({ kind: 'signal', signal: os.constants.signals[signal] });
      else resolve({ kind: 'code', code: code ?? 0 });
    });
    child.once('error', () => resolve({ kind: 'code', code: 127 }));
  });
  for (const fd of streams.slice(1)) if (typeof fd === 'number') fs.closeSync(fd);
  const input = streams[0] ?? 'ignore';
  if (child.pid === undefined) throw new HostError('missing', `start ${file}`, 'cannot be started');
  return {
    pid: child.pid,
    ended,
    inputOffset: () => inputOffset(input),
    release: () => {
      if (typeof input === 'number') fs.closeSync(input);
    },
  };
}

/** The shim's host under Node, for machines that have it and for tests. */
export function nodeHost(): Host {
  const early: ('SIGINT' | 'SIGTERM')[] = [];
  let listener = (signal: 'SIGINT' | 'SIGTERM'): void => void early.push(signal);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => listener(signal));
  return {
    args: process.argv.slice(2),
    environment: Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    uid: process.getuid?.() ?? 0,
    machine: os.machine(),
    hostName: os.hostname(),
    pid: process.pid,
    files: nodeFiles,
    currentDirectory: () => process.cwd(),
    now: () => Date.now(),
    after: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    onSignal: (given) => {
      listener = given;
      for (const signal of early.splice(0)) given(signal);
    },
    spawn,
    kill: (pid, signal) => {
      try {
        return process.kill(pid, signal);
      } catch (error) {
        if (error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM'))
          return false;
        throw error;
      }
    },
    print: (to, text) => void fs.writeSync(to === 'stdout' ? 1 : 2, text),
  };
}
