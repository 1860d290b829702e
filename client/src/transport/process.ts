/** What both transports are made of: a started program; exec and stream are the same on top of it. */
import { Readable, type Writable } from 'node:stream';
import type { ExecOptions, ExecResult, SessionUse, Stream, StreamEnd, StreamOptions } from './transport.ts';
import { TransportError } from './transport.ts';

export interface Running {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Settles when the program has ended and its output was read; never rejects. */
  readonly closed: Promise<StreamEnd>;
  /** Ends the program; `closed` is then `killed`. */
  kill(): void;
}

export interface OpenOptions {
  readonly cwd?: string | undefined;
  readonly use: SessionUse;
  readonly whenFull?: 'fail' | 'wait' | undefined;
  /** Aborted when nobody wants the program any more: it then gives up waiting for a session. */
  readonly signal?: AbortSignal | undefined;
}

/** Starts a program, or rejects with a TransportError. */
export type Open = (argv: readonly string[], options: OpenOptions) => Promise<Running>;

/** Most bytes of standard error that are kept. */
const maxStderr = 16 * 1024;

/** Keeps the last part of a program's standard error. */
export class StderrTail {
  private chunks: Buffer[] = [];
  private length = 0;

  push(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.length += chunk.length;
    if (this.length > 2 * maxStderr) {
      const tail = Buffer.concat(this.chunks).subarray(-maxStderr);
      this.chunks = [tail];
      this.length = tail.length;
    }
  }

  toString(): string {
    return Buffer.concat(this.chunks).subarray(-maxStderr).toString('utf8');
  }
}

/** Runs a program to its end; see Transport.exec. */
export async function execWith(
  open: Open,
  argv: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult> {
  const stop = new AbortController();
  const why = (): TransportError =>
    options.signal?.aborted === true
      ? new TransportError('cancelled', `${describe(argv)} was cancelled.`)
      : new TransportError(
          'timeout',
          `${describe(argv)} did not end within ${(options.timeoutMs ?? 0) / 1000} s and was stopped.`,
        );
  const onAbort = (): void => stop.abort();
  if (options.signal?.aborted === true) throw why();
  options.signal?.addEventListener('abort', onAbort);
  const timer = options.timeoutMs === undefined ? undefined : setTimeout(onAbort, options.timeoutMs);
  try {
    const stream = streamWith(open, argv, { ...options, signal: stop.signal, use: 'command' });
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream.stdout) {
      if (options.onStdout === undefined) chunks.push(chunk);
      else options.onStdout(chunk);
    }
    const end = await stream.closed;
    if (end.kind === 'killed') throw why();
    if (end.kind === 'failed') throw end.error;
    const stdout = Buffer.concat(chunks).toString('utf8');
    return { code: end.code, signal: end.signal, stdout, stderr: end.stderr };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
  }
}

/** Starts a program and lets its output be read meanwhile; see Transport.stream. */
export function streamWith(open: Open, argv: readonly string[], options: StreamOptions = {}): Stream {
  let running: Running | undefined;
  let killed = false;
  const unwanted = new AbortController();
  const kill = (): void => {
    killed = true;
    unwanted.abort();
    running?.kill();
  };
  const { cwd, use = 'tail', whenFull } = options;
  const started = open(argv, { use, whenFull, cwd, signal: unwanted.signal }).then((process) => {
    running = process;
    if (killed) process.kill();
    // A program that ends without reading all of its input is told by `closed`, not by the broken pipe.
    process.stdin.on('error', ignore);
    feed(process.stdin, options.input ?? '');
    return process;
  });
  if (options.signal?.aborted === true) kill();
  options.signal?.addEventListener('abort', kill);
  const closed = started
    .then(
      (process) => process.closed,
      (error: unknown): StreamEnd =>
        killed
          ? { kind: 'killed', stderr: '' }
          : { kind: 'failed', error: asTransportError(error), stderr: '' },
    )
    .then((end) => {
      options.signal?.removeEventListener('abort', kill);
      return end.kind === 'exit' && end.code === 127
        ? { kind: 'failed' as const, error: commandNotFound(argv, end.stderr), stderr: end.stderr }
        : end;
    });
  return { stdout: readQuietly(started, kill), kill, closed };
}

function feed(stdin: Writable, input: NonNullable<StreamOptions['input']>): void {
  if (typeof input === 'string' || input instanceof Uint8Array) stdin.end(input);
  else Readable.from(input).on('error', ignore).pipe(stdin);
}

/** The chunks of a program's output. An end before its time is told by `closed`; leaving the loop ends the program. */
async function* readQuietly(started: Promise<Running>, kill: () => void): AsyncGenerator<Uint8Array> {
  let whole = false;
  try {
    const { stdout } = await started;
    for await (const chunk of stdout) yield chunk as Uint8Array;
    whole = true;
  } catch {
    // `closed` says why there is no more: a start that failed, kill(), or a lost connection.
    whole = true;
  } finally {
    if (!whole) kill();
  }
}

/** The program's name, for messages. */
export const describe = (argv: readonly string[]): string => argv[0] ?? 'An empty command';

export function commandNotFound(argv: readonly string[], detail: string): TransportError {
  const said = detail.trim();
  return new TransportError(
    'commandNotFound',
    `The program ${describe(argv)} was not found${said === '' ? '' : ` (${said})`}. Check that it is installed and on PATH there.`,
  );
}

function asTransportError(error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new TransportError('protocol', text, { cause: error });
}

function ignore(): void {
  // Deliberately nothing: see the caller.
}
