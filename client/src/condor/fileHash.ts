import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { TransportError } from '../transport/transport.ts';

export interface LocalFile {
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Permission bits to have on the access point. */
  readonly mode: number;
}

/** Reads a regular file of this machine; undefined where there is none. Throws TransportError `fileFailed`. */
export async function hashFile(file: string): Promise<LocalFile | undefined> {
  const found = await stat(file).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw unreadable(file, error);
  });
  if (found === undefined) return undefined;
  if (!found.isFile()) {
    throw new TransportError('fileFailed', `${file} is no regular file; only regular files are copied.`);
  }
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
  return { size, sha256: hash.digest('hex'), mode: modeThere(found.mode, beginning ?? Buffer.alloc(0)) };
}

/** The same, where a missing file is an error. */
export async function hashExisting(file: string): Promise<LocalFile> {
  const found = await hashFile(file);
  if (found === undefined) {
    throw new TransportError(
      'fileFailed',
      `${file} does not exist. Make it, or take it out of the submit file.`,
    );
  }
  return found;
}

/** Windows has no permission bits: there, programs are known by how they begin. */
function modeThere(mode: number, beginning: Buffer): number {
  if (process.platform !== 'win32') return mode & 0o777;
  const text = beginning.toString('latin1');
  return text === '\x7fELF' || text.startsWith('#!') ? 0o755 : 0o644;
}

const isMissing = (error: unknown): boolean => {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
};

function unreadable(file: string, cause: unknown): TransportError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new TransportError('fileFailed', `${file} cannot be read: ${why}.`, { cause });
}
