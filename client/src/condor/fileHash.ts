import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { TransportError } from '../transport/transport.ts';

export interface LocalFile {
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Permission bits to have on the access point. */
  readonly mode: number;
  /** Changes whenever the file does; left out where it was written so short ago that a change might go unseen. */
  readonly stamp?: string;
}

/** What is known of a file: the hash that it had when it had the stamp. */
export interface KnownFile {
  readonly sha256: string;
  readonly stamp?: string | undefined;
}

/** Two changes closer to each other than this may have the same time stamp, milliseconds. */
const tickMs = 100;

/**
 * Reads a regular file of this machine, unless it has the stamp that is known; undefined where there is none.
 * Throws TransportError `fileFailed`.
 */
export async function hashFile(
  file: string,
  known?: KnownFile,
  platform: NodeJS.Platform = process.platform,
): Promise<LocalFile | undefined> {
  const found = await stat(file, { bigint: true }).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw unreadable(file, error);
  });
  if (found === undefined) return undefined;
  if (!found.isFile()) {
    throw new TransportError('fileFailed', `${file} is no regular file; only regular files are copied.`);
  }
  const stamp = `${found.size} ${found.mtimeNs} ${found.ctimeNs} ${found.ino}`;
  const mode = Number(found.mode) & 0o777;
  if (known?.stamp === stamp) {
    const modeHere = platform === 'win32' ? modeOf(await beginningOf(file)) : mode;
    return { size: Number(found.size), sha256: known.sha256, mode: modeHere, stamp };
  }
  const isSettled = Date.now() - Number(found.ctimeMs) > tickMs;
  const hash = createHash('sha256');
  let beginning: Buffer | undefined;
  let size = 0;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
      const bytes = chunk as Buffer;
      beginning ??= bytes.subarray(0, 4);
      size += bytes.length;
      hash.update(bytes);
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  return {
    size,
    sha256: hash.digest('hex'),
    mode: platform === 'win32' ? modeOf(beginning ?? Buffer.alloc(0)) : mode,
    ...(isSettled ? { stamp } : {}),
  };
}

/** The same, where a missing file is an error. */
export async function hashExisting(file: string, known?: KnownFile): Promise<LocalFile> {
  const found = await hashFile(file, known);
  if (found === undefined) {
    throw new TransportError(
      'fileFailed',
      `${file} does not exist. Make it, or take it out of the submit file.`,
    );
  }
  return found;
}

/** Windows has no permission bits: there, programs are known by how they begin. */
function modeOf(beginning: Buffer): number {
  const text = beginning.toString('latin1');
  return text === '\x7fELF' || text.startsWith('#!') ? 0o755 : 0o644;
}

async function beginningOf(file: string): Promise<Buffer> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(file, error);
  }
}

const isMissing = (error: unknown): boolean => {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
};

function unreadable(file: string, cause: unknown): TransportError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new TransportError('fileFailed', `${file} cannot be read: ${why}.`, { cause });
}
