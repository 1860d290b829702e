/** The way to a host's sshd: a socket of its own, a program of the user's, or a channel through another host. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'ssh2';
import { StderrTail } from './process.ts';
import type { SshOptions, SshProxy } from './sshOptions.ts';
import { TransportError } from './transport.ts';
import { replacingShell, startInShell } from './userShell.ts';

export interface Way {
  readonly stream: Duplex;
  /** Once it has broken: what the way itself says of its end, for messages; '' when it says nothing. */
  readonly explain: () => Promise<string>;
  readonly close: () => void;
}

/** How long a program may take to end after its output has, milliseconds. */
const endsWithinMs = 1000;

/** Opens another client, for a hop. */
export type OpenHop = (options: SshOptions) => Promise<Client>;

/** Rejects with a TransportError. `signal`: it takes too long. */
export function openWay(options: SshOptions, openHop: OpenHop, signal: AbortSignal): Promise<Way> {
  const { proxy } = options;
  switch (proxy?.kind) {
    case undefined:
      return openSocket(options, signal);
    case 'command':
      return Promise.resolve(startCommand(proxy));
    case 'jump':
      return openHopped(options, proxy, openHop);
    case 'connection':
      return openForwarded(options, proxy, signal);
  }
}

async function openSocket({ host, port = 22, family }: SshOptions, signal: AbortSignal): Promise<Way> {
  // Nagle's algorithm would hold back each small packet of the handshake for 40 ms.
  const socket = connect({ host, port, noDelay: true, ...(family === undefined ? {} : { family }) });
  const close = (): unknown => socket.destroy();
  try {
    await once(socket, 'connect', { signal });
  } catch (error) {
    close();
    socket.on('error', () => undefined);
    if (signal.aborted) throw error;
    const { message, code } = error as NodeJS.ErrnoException;
    throw new TransportError(
      'unreachable',
      `${host}, port ${port} cannot be reached: ${message || (code ?? 'no reason given')}. ` +
        'Check the host name, the port, and that the network (VPN) is up.',
      { cause: error },
    );
  }
  socket.on('error', () => undefined);
  return {
    stream: socket,
    explain: () => Promise.resolve(''),
    close,
  };
}

function startCommand({ command }: Extract<SshProxy, { kind: 'command' }>): Way {
  const child = startInShell(replacingShell(command), 'pipe');
  const stderr = new StderrTail();
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null)
    throw new TransportError('protocol', 'The ProxyCommand has no pipes.');
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('close', (code, signal) => resolve(`ended with ${signal ?? `exit code ${code ?? 'none'}`}`));
  });
  const stream = Duplex.from({ readable: stdout, writable: stdin });
  stream.on('error', () => undefined);
  return {
    stream,
    explain: async () => {
      const how = await Promise.race([ended, delay(endsWithinMs, '', { ref: false })]);
      const said = stderr.toString().trim();
      return how === ''
        ? ''
        : `The ProxyCommand ${command} ${how}${said === '' ? '' : ` and said: ${said}`}.`;
    },
    close: () => {
      stream.destroy();
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      try {
        if (process.platform === 'win32') child.kill();
        else process.kill(-child.pid, 'SIGTERM');
      } catch {
        // It ended by itself meanwhile, which is what was wanted.
      }
    },
  };
}

async function openHopped(
  options: SshOptions,
  { via }: Extract<SshProxy, { kind: 'jump' }>,
  openHop: OpenHop,
): Promise<Way> {
  const { confirmUnknownHostKey, askPassphrase, askPassword, askPrompts, host, port = 22 } = options;
  const questions = { confirmUnknownHostKey, askPassphrase, askPassword, askPrompts };
  const asked = Object.fromEntries(
    Object.entries(questions).filter(([, question]) => question !== undefined),
  );
  const hop = await openHop({ ...via, ...asked });
  hop.on('error', () => undefined);
  const close = (): void => {
    hop.end();
    hop.destroy();
  };
  try {
    const stream = await forwardOut(hop, { host, port, through: `${via.user}@${via.host}` });
    return { stream, explain: () => Promise.resolve(''), close };
  } catch (error) {
    close();
    throw error;
  }
}

async function openForwarded(
  { host, port = 22 }: SshOptions,
  { forward }: Extract<SshProxy, { kind: 'connection' }>,
  signal: AbortSignal,
): Promise<Way> {
  const opening = forward(host, port);
  const tooLong = once(signal, 'abort').then(() => {
    // What still comes is wanted by nobody.
    opening.then(
      (late) => late.destroy(),
      () => undefined,
    );
    throw signal.reason as Error;
  });
  const stream = await Promise.race([opening, tooLong]);
  const close = (): void => {
    stream.end();
    stream.destroy();
  };
  return { stream, explain: () => Promise.resolve(''), close };
}

export interface ForwardTarget {
  readonly host: string;
  readonly port: number;
  /** user@host of the client, for messages. */
  readonly through: string;
}

/** A connection from the client's host to a port that it can reach; it ends with the client's own. */
export function forwardOut(client: Client, { host, port, through }: ForwardTarget): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const lost = (): void => reject(unreachable('the connection to it was lost'));
    const unreachable = (why: string, cause?: unknown): TransportError =>
      new TransportError(
        'unreachable',
        `${host}, port ${port} cannot be reached through ${through}: ${why}. ` +
          'Check that the host name and port are right as seen from there, and that it forwards (AllowTcpForwarding).',
        { cause },
      );
    client.once('close', lost);
    client.forwardOut('127.0.0.1', 0, host, port, (error, channel) => {
      client.off('close', lost);
      if (error !== undefined) {
        reject(unreachable(error.message, error));
        return;
      }
      const end = (): unknown => channel.destroy();
      client.once('close', end);
      channel.once('close', () => client.off('close', end));
      channel.on('error', () => undefined);
      resolve(channel);
    });
  });
}
