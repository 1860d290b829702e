import { PassThrough } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import type { Running } from './process.ts';
import { describe, StderrTail } from './process.ts';
import { greeting } from './shellQuote.ts';
import type { StreamEnd } from './transport.ts';
import { TransportError } from './transport.ts';

export interface RunningChannel extends Running {
  /** Settles when the server has given the session back, which may be long after kill(). */
  readonly released: Promise<void>;
}

/** A started command, its output behind a pass-through that ends however the channel ends. */
export function runningChannel(
  channel: ClientChannel,
  argv: readonly string[],
  lost: () => TransportError | undefined,
): RunningChannel {
  const stdout = new PassThrough();
  const stderr = new StderrTail();
  const flush = pipeAfterGreeting(channel, stdout);
  channel.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  channel.on('error', () => undefined);
  let exit: { readonly code?: number; readonly signal?: string } | undefined;
  channel.on('exit', (code: number | null, signal?: string) => {
    exit = code === null ? (signal === undefined ? {} : { signal }) : { code };
  });

  let finish: (end: StreamEnd) => void = () => undefined;
  const closed = new Promise<StreamEnd>((resolve) => (finish = resolve));
  const released = new Promise<void>((resolve) => {
    channel.on('close', () => {
      finish(endOf(argv, exit, stderr.toString(), lost()));
      flush();
      stdout.end();
      resolve();
    });
  });
  const kill = (): void => {
    finish({ kind: 'killed', stderr: stderr.toString() });
    // Unread output would keep the channel from closing.
    channel.unpipe(stdout);
    channel.resume();
    stdout.destroy();
    terminate(channel);
    channel.close();
  };
  return { stdin: channel, stdout, closed, released, kill };
}

/** What a login file may print, bytes. */
const maxNoise = 1 << 20;

/**
 * Pipes what follows the greeting of loginCommand. The function that is returned writes what came instead of it: a
 * server that runs a command of its own, or a login that ends before, has its say.
 */
function pipeAfterGreeting(channel: ClientChannel, stdout: PassThrough): () => void {
  let early: Buffer = Buffer.alloc(0);
  const flush = (): void => {
    if (early.length > 0 && stdout.writable) stdout.write(early);
    early = Buffer.alloc(0);
  };
  const look = (chunk: Buffer): void => {
    // Nobody reads any more: what still comes is let go.
    if (stdout.destroyed) return;
    early = early.length === 0 ? chunk : Buffer.concat([early, chunk]);
    const at = early.indexOf(greeting);
    if (at < 0 && early.length < maxNoise) return;
    if (at >= 0) early = early.subarray(at + greeting.length);
    channel.off('data', look);
    flush();
    channel.pipe(stdout);
  };
  channel.on('data', look);
  return flush;
}

function endOf(
  argv: readonly string[],
  exit: { readonly code?: number; readonly signal?: string } | undefined,
  stderr: string,
  lost: TransportError | undefined,
): StreamEnd {
  if (exit !== undefined || lost === undefined) {
    return { kind: 'exit', code: exit?.code, signal: exit?.signal, stderr };
  }
  const message = `${describe(argv)} was cut off: ${lost.message}`;
  return { kind: 'failed', error: new TransportError('disconnected', message, { cause: lost }), stderr };
}

/** The parts of ssh2's channel that its types leave out. */
interface ChannelInternals {
  readonly _client?: { readonly _protocol?: { signal?: (channel: number, name: string) => void } };
  readonly outgoing?: { readonly id?: number; readonly state?: string };
}

/**
 * Sends SIGTERM to the command. Closing the channel alone leaves the command running (sshd waits for it), and ssh2's own
 * signal() does nothing once standard input has ended, which is the normal case here.
 */
function terminate(channel: ClientChannel): void {
  const { _client: client, outgoing } = channel as unknown as ChannelInternals;
  if (outgoing?.id === undefined || (outgoing.state !== 'open' && outgoing.state !== 'eof')) return;
  client?._protocol?.signal?.(outgoing.id, 'TERM');
}
