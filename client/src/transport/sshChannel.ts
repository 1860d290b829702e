import { PassThrough } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import type { Running } from './process.ts';
import { describe, StderrTail } from './process.ts';
import type { StreamEnd } from './transport.ts';
import { TransportError } from './transport.ts';

/** A started command, its output behind a pass-through that ends however the channel ends. */
export function runningChannel(
  channel: ClientChannel,
  argv: readonly string[],
  lost: () => TransportError | undefined,
): Running {
  const stdout = new PassThrough();
  const stderr = new StderrTail();
  channel.pipe(stdout);
  channel.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  channel.on('error', () => undefined);
  let killed = false;
  let resolveClosed: (end: StreamEnd) => void = () => undefined;
  const closed = new Promise<StreamEnd>((resolve) => (resolveClosed = resolve));
  let exit: { readonly code?: number; readonly signal?: string } | undefined;
  channel.on('exit', (code: number | null, signal?: string) => {
    exit = code === null ? (signal === undefined ? {} : { signal }) : { code };
  });
  channel.on('close', () => {
    const said = stderr.toString();
    const error = lost();
    if (killed) resolveClosed({ kind: 'killed', stderr: said });
    else if (exit === undefined && error !== undefined) {
      const message = `${describe(argv)} was cut off: ${error.message}`;
      resolveClosed({
        kind: 'failed',
        error: new TransportError('disconnected', message, { cause: error }),
        stderr: said,
      });
    } else resolveClosed({ kind: 'exit', code: exit?.code, signal: exit?.signal, stderr: said });
    stdout.end();
  });
  const kill = (): void => {
    if (killed) return;
    killed = true;
    // Unread output would keep the channel from closing.
    channel.unpipe(stdout);
    channel.resume();
    stdout.destroy();
    channel.signal('TERM');
    channel.close();
  };
  return { stdin: channel, stdout, closed, kill };
}
