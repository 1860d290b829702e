/** Files over SSH without SFTP: tar streams, several at a time, take files there; one command sends a file back. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { OpenSource } from './localFiles.ts';
import { openSource, writeFileWhole } from './localFiles.ts';
import type { Open, Running } from './process.ts';
import { streamWith } from './process.ts';
import { loginCommand, notAnOption } from './shellQuote.ts';
import type { UploadSpread } from './sshOptions.ts';
import { endOfArchive, memberHeader, padding } from './tarStream.ts';
import type { PutFile, PutOptions, StreamEnd } from './transport.ts';
import { TransportError } from './transport.ts';

/**
 * Reads a tar stream from standard input; arguments: the name of the directories that its members are in, the name of
 * its last member, then the directories that those are in and the files belong in. Files are put in place once all
 * have arrived; whatever goes wrong before leaves nothing behind.
 */
const receiver = `
part=$1 last=$2
shift 2
clean() { for d do rm -rf -- "$d/$part"; done; }
fail() { printf '%s\\n' "$1" >&2; exit 1; }
trap 'clean "$@"' EXIT
trap 'exit 1' HUP INT TERM PIPE
for d do [ -d "$d" ] || fail "$d is no directory"; done
umask 077
tar -x -p -m -P --no-same-owner -f - >&2 || {
  free=$(df -Pk -- "$1" | sed -n '2s/.* \\([0-9]*\\) *[0-9]*% .*/\\1/p')
  fail "the files did not arrive whole; $free KiB are free in $1 (is the disk full, or your quota?)"
}
[ -e "$1/$part/$last" ] || fail "the files did not arrive whole"
rm -f -- "$1/$part/$last"
for d do
  (cd -- "$d/$part" && find . -type f -exec mv -f -t .. -- {} +) || fail "not all files of $d could be put in place"
done`;

/** Length of the names of a batch up to which they share a command line; Linux takes 128 KiB. */
const maxDirectoriesLength = 48 * 1024;
/** One stream is as fast as several where a round trip is short, and each costs the start of its processes. */
export const nearSpread: UploadSpread = { parallel: 1, batchBytes: 256 * 1024 * 1024 };
/** A channel has a window of 2 MB: where a round trip is long, only several of them fill the line. */
export const farSpread: UploadSpread = { parallel: 8, batchBytes: 20 * 1024 * 1024 };

/** Files of at most so many bytes are read while the ones before them are sent, so many at a time. */
const smallFile = 2 * 1024 * 1024;
const readAhead = 4;

interface Item {
  readonly file: PutFile;
  readonly source: OpenSource;
}

/** Puts files on the host; see Transport.put. */
export async function send(
  open: Open,
  files: readonly PutFile[],
  options: PutOptions & { readonly spread?: UploadSpread } = {},
): Promise<void> {
  const { parallel, batchBytes } = options.spread ?? nearSpread;
  const items = await Promise.all(
    files.map(async (file) => ({ file, source: await openSource(file.source) })),
  );
  const total = items.reduce((sum, { source }) => sum + source.size, 0);
  let sent = 0;
  const progress = (bytes: number): void => options.progress?.((sent += bytes), total);
  const queue = [...batches(items, batchBytes)];
  const stop = new AbortController();
  const cancel = (): void => stop.abort();
  if (options.signal?.aborted === true) throw cancelled();
  options.signal?.addEventListener('abort', cancel);
  let failure: Error | undefined;
  const work = async (): Promise<void> => {
    for (;;) {
      const batch = stop.signal.aborted ? undefined : queue.shift();
      if (batch === undefined) return;
      try {
        await sendBatch(open, batch, stop.signal, progress);
      } catch (error) {
        // The first failure ends all; what the others say then is its consequence.
        if (!stop.signal.aborted) failure = error instanceof Error ? error : new Error(String(error));
        stop.abort();
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: parallel }, work));
  } finally {
    options.signal?.removeEventListener('abort', cancel);
  }
  if (failure !== undefined) throw failure;
  if (stop.signal.aborted) throw cancelled();
}

async function sendBatch(
  open: Open,
  batch: readonly Item[],
  signal: AbortSignal,
  progress: (bytes: number) => void,
): Promise<void> {
  const token = randomBytes(6).toString('hex');
  const part = `.put.${token}.part`;
  const last = `.end.${token}`;
  const directories = [...new Set(batch.map(({ file }) => directoryOf(file.target)))];
  const [first = '.'] = directories;
  const argv = ['sh', '-c', receiver, 'put', part, last, ...directories];
  await feed(open, argv, signal, async (write) => {
    let written = 0;
    const put = async (chunk: Uint8Array): Promise<void> => {
      written += chunk.byteLength;
      await write(chunk);
    };
    for await (const { file, source } of inAdvance(batch)) {
      const name = `${directoryOf(file.target)}/${part}/${path.posix.basename(file.target)}`;
      await put(memberHeader({ name, size: source.size, mode: file.mode & 0o7777 }));
      for await (const chunk of source.chunks()) {
        await put(chunk);
        progress(chunk.byteLength);
      }
      await put(padding(source.size));
    }
    await put(memberHeader({ name: `${first}/${part}/${last}`, size: 0, mode: 0o600 }));
    await put(endOfArchive(written));
  });
}

/** The same items, the next small ones read already. */
async function* inAdvance(batch: readonly Item[]): AsyncGenerator<Item> {
  const read = async ({ file, source }: Item): Promise<Item> => {
    if (source.size > smallFile) return { file, source };
    const chunks: Uint8Array[] = [];
    for await (const chunk of source.chunks()) chunks.push(chunk);
    // An array is as good as what reads it anew.
    return { file, source: { size: source.size, chunks: () => Readable.from(chunks) } };
  };
  const next: Promise<Item>[] = [];
  const rest = batch[Symbol.iterator]();
  for (;;) {
    while (next.length < readAhead) {
      const item = rest.next();
      if (item.done === true) break;
      const begun = read(item.value);
      // Awaited below, in its turn; or never, when one before it fails.
      begun.catch(() => undefined);
      next.push(begun);
    }
    const first = next.shift();
    if (first === undefined) return;
    yield await first;
  }
}

const directoryOf = (target: string): string => path.posix.dirname(notAnOption(target));

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

function* batches(items: readonly Item[], batchBytes: number): Generator<readonly Item[]> {
  let batch: Item[] = [];
  let bytes = 0;
  let length = 0;
  let directories = new Set<string>();
  for (const item of items) {
    const directory = directoryOf(item.file.target);
    const more = directories.has(directory) ? 0 : Buffer.byteLength(loginCommand([directory]));
    const full = bytes + item.source.size > batchBytes || length + more > maxDirectoriesLength;
    if (batch.length > 0 && full) {
      yield batch;
      batch = [];
      bytes = 0;
      length = 0;
      directories = new Set();
    }
    batch.push(item);
    directories.add(directory);
    bytes += item.source.size;
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
