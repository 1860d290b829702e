/** Files of this machine, each written whole or not at all: under a temporary name, then renamed. */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PutFile, PutOptions } from './transport.ts';
import { TransportError } from './transport.ts';

/** What is needed of a source to send it: its size, and its bytes in order. */
export interface OpenSource {
  readonly size: number;
  readonly chunks: () => AsyncIterable<Uint8Array>;
}

/** Looks at a source; rejects with `fileFailed` for what is no readable regular file. */
export async function openSource(source: PutFile['source']): Promise<OpenSource> {
  if ('bytes' in source) {
    const { bytes } = source;
    return { size: bytes.byteLength, chunks: () => pieces(bytes) };
  }
  const found = await stat(source.path).catch((error: unknown) => {
    throw fileFailed(`${source.path} cannot be read`, error);
  });
  if (!found.isFile()) {
    throw new TransportError(
      'fileFailed',
      `${source.path} is no regular file; only regular files are copied.`,
    );
  }
  return { size: found.size, chunks: () => exactly(source.path, found.size) };
}

/** Puts files of this machine elsewhere on it; see Transport.put. */
export async function writeAtomically(files: readonly PutFile[], options: PutOptions = {}): Promise<void> {
  const sources = await Promise.all(files.map((file) => openSource(file.source)));
  const total = sources.reduce((sum, source) => sum + source.size, 0);
  let sent = 0;
  for (const [index, file] of files.entries()) {
    const source = sources[index];
    if (source === undefined) continue;
    await writeFileWhole(file.target, source.chunks(), {
      mode: file.mode,
      signal: options.signal,
      progress: (bytes) => options.progress?.((sent += bytes), total),
    });
  }
}

/** Copies a regular file; see Transport.get. */
export async function copyAtomically(from: string, to: string, signal?: AbortSignal): Promise<void> {
  const source = await openSource({ path: from });
  await writeFileWhole(to, source.chunks(), { signal });
}

export interface WriteOptions {
  /** Permission bits; those of the file that is replaced, or 0o644, when left out. */
  readonly mode?: number;
  readonly signal?: AbortSignal | undefined;
  /** Told the size of each piece written. */
  readonly progress?: (bytes: number) => void;
  /** Asked once all is written: false leaves the old file as it was. */
  readonly commit?: () => Promise<void>;
}

/** Writes a file from its pieces. Whatever goes wrong, `target` is as it was and nothing else is left. */
export async function writeFileWhole(
  target: string,
  pieces: AsyncIterable<Uint8Array>,
  options: WriteOptions = {},
): Promise<void> {
  const temporary = path.join(path.dirname(target), `.${randomBytes(6).toString('hex')}.part`);
  try {
    const mode = options.mode ?? (await modeOf(target));
    const handle = await open(temporary, 'wx', 0o600);
    try {
      for await (const piece of pieces) {
        if (options.signal?.aborted === true) {
          throw new TransportError('cancelled', `Writing ${target} was cancelled.`);
        }
        await handle.writeFile(piece);
        options.progress?.(piece.byteLength);
      }
      await handle.chmod(mode);
    } finally {
      await handle.close();
    }
    await options.commit?.();
    await replaceFile(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw fileFailed(`${target} could not be written`, error);
  }
}

/** What Windows says of a file that a virus scanner, or another program, has open just now. */
const busy: readonly (string | undefined)[] = ['EPERM', 'EACCES', 'EBUSY'];
const busyTries = 20;
const busyPauseMs = 50;

/** Renames a file over another one. On Windows, waits up to a second for who has one of them open. */
export async function replaceFile(
  from: string,
  to: string,
  { platform = process.platform, move = rename } = {},
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await move(from, to);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (platform !== 'win32' || !busy.includes(code) || attempt >= busyTries) throw error;
      await delay(busyPauseMs);
    }
  }
}

async function modeOf(target: string): Promise<number> {
  const found = await stat(target).catch(() => undefined);
  return found?.isFile() === true ? found.mode & 0o777 : 0o644;
}

function fileFailed(what: string, cause: unknown): TransportError {
  if (cause instanceof TransportError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new TransportError('fileFailed', `${what}: ${why}.`, { cause });
}

/** Pieces small enough that progress and a cancel are noticed between them. */
const pieceSize = 256 * 1024;

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += pieceSize) {
    yield await Promise.resolve(bytes.subarray(start, start + pieceSize));
  }
}

/** The first `size` bytes of a file; a file that has become shorter meanwhile is an error. */
async function* exactly(name: string, size: number): AsyncGenerator<Uint8Array> {
  let left = size;
  if (size === 0) return;
  const stream = createReadStream(name, { end: size - 1, highWaterMark: pieceSize });
  try {
    for await (const chunk of stream) {
      const bytes = chunk as Buffer;
      left -= bytes.length;
      yield bytes;
    }
  } catch (error) {
    throw fileFailed(`${name} cannot be read`, error);
  }
  if (left > 0) {
    throw new TransportError('fileFailed', `${name} became ${left} bytes shorter while it was being copied.`);
  }
}
