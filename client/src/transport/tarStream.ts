/** Regular files as a tar stream (POSIX ustar, with GNU's long names and sizes), for `tar -x` at the other end. */
import { Buffer } from 'node:buffer';

const block = 512;
/** GNU tar reads records of so many bytes; a shorter last one would be complained about. */
const record = 20 * block;

export interface TarMember {
  /** Any bytes but NUL. */
  readonly name: string;
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
}

/** What comes before a member's bytes; after them comes padding(size). */
export function memberHeader({ name, size, mode }: TarMember): Buffer {
  const bytes = Buffer.from(name, 'utf8');
  if (bytes.length <= 100) return header(bytes, size, mode, '0');
  // The name is a member of its own before the real one, ended by NUL.
  const long = Buffer.concat([bytes, Buffer.alloc(1)]);
  return Buffer.concat([
    header(Buffer.from('././@LongLink'), long.length, 0, 'L'),
    long,
    padding(long.length),
    header(bytes.subarray(0, 100), size, mode, '0'),
  ]);
}

/** Zeros up to the next block. */
export const padding = (size: number): Buffer => Buffer.alloc((block - (size % block)) % block);

/** What comes after the last member; `written`: bytes of the stream so far. */
export const endOfArchive = (written: number): Buffer =>
  Buffer.alloc(2 * block + ((record - ((written + 2 * block) % record)) % record));

function header(name: Buffer, size: number, mode: number, type: string): Buffer {
  const bytes = Buffer.alloc(block);
  name.copy(bytes, 0);
  octal(bytes, 100, 8, mode);
  octal(bytes, 108, 8, 0);
  octal(bytes, 116, 8, 0);
  if (size < 8 ** 11) octal(bytes, 124, 12, size);
  else {
    // GNU's form for what has no room in 11 octal digits.
    bytes[124] = 0x80;
    bytes.writeBigUInt64BE(BigInt(size), 128);
  }
  octal(bytes, 136, 12, 0);
  bytes.write(type, 156);
  bytes.write('ustar  ', 257);
  // The sum is made as if its own field were blanks.
  bytes.fill(' ', 148, 156);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

function octal(bytes: Buffer, at: number, length: number, value: number): void {
  bytes.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at);
}
