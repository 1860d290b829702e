/**
 * The first bytes of what a gzip file holds (RFC 1951 and 1952): QuickJS has no zlib, and what the shim wants to know of
 * a compressed image stands in its first page. What comes after `limit` bytes is not looked at, nor is the checksum.
 * @param bytes the file's beginning, at least as much as `limit` bytes need
 * @returns at most `limit` bytes, fewer where `bytes` end or are damaged before
 */
export function inflateStart(bytes: Uint8Array, limit: number): Uint8Array {
  const out: number[] = [];
  const start = bodyOf(bytes);
  if (start === undefined) return new Uint8Array();
  const input = new Bits(bytes, start);
  let last = false;
  while (!last && !input.over && out.length < limit) {
    last = input.take(1) === 1;
    const kind = input.take(2);
    if (kind === 0) stored(input, out, limit);
    else if (kind === 1) compressed(input, out, limit, fixedCodes());
    else if (kind === 2) compressed(input, out, limit, ownCodes(input));
    else break;
  }
  return Uint8Array.from(out.slice(0, limit));
}

/** Where the compressed data begins; undefined when this is no gzip file. */
function bodyOf(bytes: Uint8Array): number | undefined {
  const flags = bytes[3] ?? 0;
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) return undefined;
  let at = 10;
  if ((flags & 4) !== 0) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const text of [8, 16]) if ((flags & text) !== 0) at = bytes.indexOf(0, at) + 1;
  return (flags & 2) === 0 ? at : at + 2;
}

/** Bits from the lowest of each byte on; zeros after the end. */
class Bits {
  private bit = 0;
  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
  ) {}

  get over(): boolean {
    return this.at >= this.bytes.length;
  }

  take(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      value |= (((this.bytes[this.at] ?? 0) >> this.bit) & 1) << i;
      this.bit = (this.bit + 1) % 8;
      if (this.bit === 0) this.at++;
    }
    return value;
  }

  /** To the next whole byte. */
  align(): void {
    if (this.bit !== 0) this.at++;
    this.bit = 0;
  }
}

/** Symbols in the order of their codes, and how many there are of each length. */
interface Codes {
  readonly symbols: readonly number[];
  readonly counts: readonly number[];
}

/** @param lengths of each symbol's code in bits, 0 for one that does not occur */
function codesOf(lengths: readonly number[]): Codes {
  const counts = Array.from({ length: 16 }, (_, length) => lengths.filter((one) => one === length).length);
  counts[0] = 0;
  const symbols = counts.flatMap((_, length) =>
    length === 0 ? [] : lengths.flatMap((one, symbol) => (one === length ? [symbol] : [])),
  );
  return { symbols, counts };
}

/** undefined where no symbol has the code that follows. */
function symbol(input: Bits, { symbols, counts }: Codes): number | undefined {
  let code = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length < 16 && !input.over; length++) {
    code |= input.take(1);
    const count = counts[length] ?? 0;
    if (code - first < count) return symbols[index + code - first];
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  return undefined;
}

function stored(input: Bits, out: number[], limit: number): void {
  input.align();
  const length = input.take(16);
  input.take(16);
  for (let i = 0; i < length && out.length < limit && !input.over; i++) out.push(input.take(8));
}

/** Bytes as they are, and copies of what came before them, up to the block's end. */
function compressed(
  input: Bits,
  out: number[],
  limit: number,
  { lengths, distances }: { readonly lengths: Codes; readonly distances: Codes },
): void {
  while (out.length < limit) {
    const value = symbol(input, lengths);
    if (value === undefined || value === 256) return;
    if (value < 256) {
      out.push(value);
      continue;
    }
    const length = ranged(input, lengthRanges[value - 257]);
    const distance = ranged(input, distanceRanges[symbol(input, distances) ?? -1]);
    if (length === undefined || distance === undefined || distance > out.length) return;
    for (let i = 0; i < length; i++) out.push(out[out.length - distance] ?? 0);
  }
}

/** The first value of a range, and the bits that say which of it is meant. */
type Range = readonly [first: number, bits: number];

const ranged = (input: Bits, range: Range | undefined): number | undefined =>
  range === undefined ? undefined : range[0] + input.take(range[1]);

/** Ranges one after the other from `first` on. */
function ranges(first: number, bits: readonly number[]): readonly Range[] {
  let at = first;
  return bits.map((count) => {
    const range: Range = [at, count];
    at += 1 << count;
    return range;
  });
}

/** 3 to 257 bytes; 258 has a symbol of its own. */
const lengthRanges = [
  ...ranges(
    3,
    Array.from({ length: 28 }, (_, i) => (i < 8 ? 0 : (i >> 2) - 1)),
  ),
  [258, 0] as const,
];

/** 1 to 32768 bytes back. */
const distanceRanges = ranges(
  1,
  Array.from({ length: 30 }, (_, i) => (i < 4 ? 0 : (i >> 1) - 1)),
);

const fixedCodes = (): { readonly lengths: Codes; readonly distances: Codes } => ({
  lengths: codesOf(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))),
  distances: codesOf(Array.from({ length: 30 }, () => 5)),
});

/** Codes that a block brings along, their lengths themselves coded. */
function ownCodes(input: Bits): { readonly lengths: Codes; readonly distances: Codes } {
  const literals = input.take(5) + 257;
  const total = literals + input.take(5) + 1;
  const given = input.take(4) + 4;
  const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  const first = Array.from({ length: 19 }, () => 0);
  for (const one of order.slice(0, given)) first[one] = input.take(3);
  const codes = codesOf(first);
  const all: number[] = [];
  while (all.length < total) {
    const value = symbol(input, codes);
    if (value === undefined) break;
    if (value < 16) all.push(value);
    else {
      const [repeated, times] =
        value === 16
          ? [all[all.length - 1] ?? 0, 3 + input.take(2)]
          : [0, value === 17 ? 3 + input.take(3) : 11 + input.take(7)];
      for (let i = 0; i < times; i++) all.push(repeated);
    }
  }
  return { lengths: codesOf(all.slice(0, literals)), distances: codesOf(all.slice(literals, total)) };
}
