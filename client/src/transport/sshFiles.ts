/** Files over SSH without SFTP: one command takes all files of a call, one sends a file. */
import { once } from 'node:events';
import { openSource, writeFileWhole } from './localFiles.ts';
import type { Open, Running } from './process.ts';
import { streamWith } from './process.ts';
import { notAnOption } from './shellQuote.ts';
import type { PutFile, PutOptions, StreamEnd } from './transport.ts';
import { TransportError } from './transport.ts';

/**
 * Reads the files' bytes, one after the other, from standard input; arguments: TARGET MODE SIZE, for each file.
 * A file that does not arrive whole leaves nothing behind. GNU head takes no byte more than it is told to.
 */
const receiver = `
fail() { rm -f -- "$part"; printf '%s\\n' "$1" >&2; exit 1; }
part=
trap 'fail interrupted' HUP INT TERM PIPE
while [ $# -gt 0 ]; do
  part=\${1%/*}/.put.$$.part
  [ ! -d "$1" ] || fail "$1 is a directory"
  (umask 077; head -c "$3" >"$part") || fail "$1 could not be written"
  [ "$(wc -c <"$part")" -eq "$3" ] || fail "$1 did not arrive whole"
  chmod "$2" -- "$part" && mv -f -- "$part" "$1" || fail "$1 could not be put in place"
  shift 3
done`;

/** Length of a command line up to which files share one command; Linux takes 128 KiB. */
const maxCommandLength = 48 * 1024;

/** Puts files on the host; see Transport.put. */
export async function send(open: Open, files: readonly PutFile[], options: PutOptions = {}): Promise<void> {
  const sources = await Promise.all(files.map((file) => openSource(file.source)));
  const items = files.map((file, index) => ({ file, source: sources[index] }));
  const total = sources.reduce((sum, source) => sum + source.size, 0);
  let sent = 0;
  for (const batch of batches(items)) {
    const argv = ['sh', '-c', receiver, 'put'];
    for (const { file, source } of batch) {
      const mode = (file.mode & 0o7777).toString(8);
      argv.push(notAnOption(file.target), mode, String(source?.size ?? 0));
    }
    await feed(open, argv, options.signal, async (write) => {
      for (const { source } of batch) {
        for await (const chunk of source?.chunks() ?? []) {
          await write(chunk);
          options.progress?.((sent += chunk.byteLength), total);
        }
      }
    });
  }
}

/** Copies a file of the host to this machine; see Transport.get. */
export async function receive(open: Open, from: string, to: string, signal?: AbortSignal): Promise<void> {
  const stream = streamWith(open, ['cat', '--', notAnOption(from)], { signal, use: 'transfer' });
  await writeFileWhole(to, stream.stdout, {
    signal,
    commit: async () => assertDone(await stream.closed, `${from} could not be fetched`),
  });
}

/** Runs a command and writes its input piece by piece, no faster than the command takes it. */
async function feed(
  open: Open,
  argv: readonly string[],
  signal: AbortSignal | undefined,
  produce: (write: (chunk: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  signal?.throwIfAborted();
  const running = await open(argv, { use: 'transfer', signal });
  running.stdin.on('error', () => undefined);
  running.stdout.resume();
  const kill = (): void => running.kill();
  signal?.addEventListener('abort', kill);
  try {
    await produce((chunk) => writeOrStop(running, chunk));
    running.stdin.end();
  } catch (error) {
    running.kill();
    // The command's own end says more than the write that it broke.
    if (!(error instanceof Stopped)) throw error;
  } finally {
    signal?.removeEventListener('abort', kill);
  }
  assertDone(await running.closed, 'The files could not be written');
}

/** The command has ended while there was more to write. */
class Stopped extends Error {}

async function writeOrStop({ stdin, closed }: Running, chunk: Uint8Array): Promise<void> {
  if (stdin.write(chunk)) return;
  // A channel that was closed never drains: whichever comes first.
  const drained = once(stdin, 'drain').then(
    () => true,
    () => false,
  );
  if (!(await Promise.race([drained, closed.then(() => false)]))) throw new Stopped();
}

function* batches<T extends { readonly file: PutFile }>(items: readonly T[]): Generator<readonly T[]> {
  let batch: T[] = [];
  let length = 0;
  for (const item of items) {
    // Quotes can make a name four times as long.
    const more = Buffer.byteLength(item.file.target) * 4 + 32;
    if (batch.length > 0 && length + more > maxCommandLength) {
      yield batch;
      batch = [];
      length = 0;
    }
    batch.push(item);
    length += more;
  }
  if (batch.length > 0) yield batch;
}

function assertDone(end: StreamEnd, what: string): void {
  switch (end.kind) {
    case 'exit':
      if (end.code !== 0) {
        const how = end.code === undefined ? (end.signal ?? 'no exit code') : `exit code ${end.code}`;
        throw new TransportError('fileFailed', `${what}: ${end.stderr.trim() || how}.`);
      }
      return;
    case 'failed':
      throw end.error;
    case 'killed':
      throw cancelled();
  }
}

const cancelled = (): TransportError => new TransportError('cancelled', 'The copy was cancelled.');
