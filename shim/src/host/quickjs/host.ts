import * as native from 'native';
import * as os from 'os';
import * as std from 'std';
import type { Child, Ending, Host, SignalName, SpawnOptions, Stream } from '../host.ts';
import { check, quickjsFiles } from './files.ts';

const signalNumbers: Readonly<Record<SignalName, number>> = { SIGINT: 2, SIGTERM: 15, SIGKILL: 9 };
const childSignal = 17;

/** Opens what a stream names; true when the descriptor is the shim's to close. */
function openStream(stream: Stream, inherited: number): { fd: number; close: boolean } {
  switch (stream.kind) {
    case 'inherit':
      return { fd: inherited, close: false };
    case 'null':
      return { fd: check(os.open('/dev/null', os.O_RDWR), 'open /dev/null'), close: true };
    case 'append': {
      const flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND;
      return { fd: check(os.open(stream.path, flags, 0o644), `open ${stream.path}`), close: true };
    }
    case 'read': {
      const fd = check(os.open(stream.path, os.O_RDONLY), `open ${stream.path}`);
      os.seek(fd, stream.offset, 0);
      return { fd, close: true };
    }
  }
}

/** 7 bits signal, then 8 bits exit code, as wait(2) defines them. */
const endingOf = (status: number): Ending =>
  (status & 0x7f) === 0
    ? { kind: 'code', code: (status >> 8) & 0xff }
    : { kind: 'signal', signal: status & 0x7f };

/** The shim's host in the static executable. */
export function quickjsHost(): Host {
  const [uid, machine, hostName] = native.identity();
  const waiting = new Map<number, (ending: Ending) => void>();
  const early: ('SIGINT' | 'SIGTERM')[] = [];
  let listener: ((signal: 'SIGINT' | 'SIGTERM') => void) | undefined;

  const reap = (): void => {
    for (;;) {
      const [pid, status] = os.waitpid(-1, os.WNOHANG);
      if (pid <= 0) return;
      waiting.get(pid)?.(endingOf(status));
      waiting.delete(pid);
    }
  };

  const descriptor = check(native.signals(), 'signalfd');
  os.setReadHandler(descriptor, () => {
    for (let number = native.nextSignal(descriptor); number > 0; number = native.nextSignal(descriptor)) {
      if (number === childSignal) reap();
      else {
        const signal = number === signalNumbers.SIGINT ? 'SIGINT' : 'SIGTERM';
        if (listener === undefined) early.push(signal);
        else listener(signal);
      }
    }
  });

  const spawn = (options: SpawnOptions): Child => {
    const streams = [
      openStream(options.stdin, 0),
      openStream(options.stdout, 1),
      openStream(options.stderr, 2),
    ] as const;
    const changes = Object.entries(options.environment ?? {}).map(([name, value]) =>
      value === undefined ? name : `${name}=${value}`,
    );
    // The program's name comes before the shim's arguments.
    const own = options.ownArgumentsFrom === undefined ? -1 : options.ownArgumentsFrom + 1;
    const fds = [streams[0].fd, streams[1].fd, streams[2].fd] as const;
    const pid = native.spawn(options.command, own, changes, fds, options.session, options.directory ?? '');
    for (const stream of streams.slice(1)) if (stream.close) os.close(stream.fd);
    const release = (): void => {
      if (streams[0].close) os.close(streams[0].fd);
    };
    if (pid < 0) release();
    check(pid, `start ${options.command[0] ?? 'nothing'}`);
    return {
      pid,
      ended: new Promise((resolve) => waiting.set(pid, resolve)),
      inputOffset: () => (options.stdin.kind === 'read' ? Math.max(0, os.seek(streams[0].fd, 0, 1)) : 0),
      release,
    };
  };

  return {
    args: native.args().slice(1),
    environment: std.getenviron(),
    uid,
    machine,
    hostName,
    pid: os.getpid(),
    files: quickjsFiles,
    currentDirectory: () => os.getcwd()[0],
    now: () => Date.now(),
    after: (milliseconds) => new Promise((resolve) => void os.setTimeout(resolve, milliseconds)),
    onSignal: (given) => {
      listener = given;
      for (const signal of early.splice(0)) given(signal);
    },
    spawn,
    kill: (pid, signal) => os.kill(pid, signalNumbers[signal]) >= 0,
    print: (to, text) => {
      std[to === 'stdout' ? 'out' : 'err'].puts(text);
      std[to === 'stdout' ? 'out' : 'err'].flush();
    },
  };
}
