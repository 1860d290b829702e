/**
 * DMTCP 3.0 to 4.0 open a restarted program's files at the paths of the checkpoint, and look in the new directory only
 * when some plugin defines dmtcp_get_new_file_path, even one that has no answer. Recreating the old path as a link would
 * do as well, but a job may not write where HTCondor makes its sandboxes. So the shim brings that plugin along: a shared
 * object of one function that answers with an empty text, put together here, since no compiler is at hand.
 */

/** `*third argument = 0; return`, as machine code. */
const code: Readonly<Record<string, { readonly machine: number; readonly bytes: readonly number[] }>> = {
  x86_64: { machine: 62, bytes: [0xc6, 0x02, 0x00, 0xc3] },
  aarch64: { machine: 183, bytes: [0x5f, 0x00, 0x00, 0x39, 0xc0, 0x03, 0x5f, 0xd6] },
};

const symbol = 'dmtcp_get_new_file_path';
/** The largest page of any machine: segments may not share one. */
const page = 0x10000;
const dynamicAt = 0x1000;
const headerSize = 64;
const programHeaderSize = 56;

/** The bytes of the plugin for `machine`, as `uname -m` names it; undefined for one that DMTCP does not run on. */
export function relocationPlugin(machine: string): Uint8Array | undefined {
  const own = code[machine];
  if (own === undefined) return undefined;
  const hashAt = headerSize + 4 * programHeaderSize;
  const symbolsAt = hashAt + 24;
  const stringsAt = symbolsAt + 48;
  const textAt = (stringsAt + symbol.length + 2 + 15) & ~15;
  const textEnd = textAt + own.bytes.length;
  const dynamic = [
    [4, hashAt], // DT_HASH
    [5, stringsAt], // DT_STRTAB
    [6, symbolsAt], // DT_SYMTAB
    [10, symbol.length + 2], // DT_STRSZ
    [11, 24], // DT_SYMENT
    [0, 0],
  ] as const;
  const dynamicSize = dynamic.length * 16;
  const bytes = new Uint8Array(dynamicAt + dynamicSize);
  const view = new DataView(bytes.buffer);
  const put = (at: number, ...fields: readonly (readonly [size: 1 | 2 | 4 | 8, value: number])[]): void => {
    for (const [size, value] of fields) {
      if (size === 1) view.setUint8(at, value);
      else if (size === 2) view.setUint16(at, value, true);
      else view.setUint32(at, value, true); // nothing here needs the upper half
      at += size;
    }
  };
  // prettier-ignore
  put(0, [4, 0x464c457f], [1, 2], [1, 1], [1, 1], [1, 0], [8, 0], [2, 3], [2, own.machine], [4, 1], [8, 0],
    [8, headerSize], [8, 0], [4, 0], [2, headerSize], [2, programHeaderSize], [2, 4], [2, 0], [2, 0], [2, 0]);
  // prettier-ignore
  const segment = (i: number, type: number, flags: number, at: number, address: number, size: number, align: number): void =>
    put(headerSize + i * programHeaderSize, [4, type], [4, flags], [8, at], [8, address], [8, address], [8, size], [8, size], [8, align]);
  segment(0, 1, 5, 0, 0, textEnd, page); // code, read and execute
  segment(1, 1, 6, dynamicAt, page + dynamicAt, dynamicSize, page); // older dynamic linkers write here
  segment(2, 2, 6, dynamicAt, page + dynamicAt, dynamicSize, 8);
  segment(3, 0x6474e551, 6, 0, 0, 0, 16); // no executable stack
  put(hashAt, [4, 1], [4, 2], [4, 1], [4, 0], [4, 0]); // one bucket with the one symbol
  put(symbolsAt + 24, [4, 1], [1, 0x12], [1, 0], [2, 1], [8, textAt], [8, own.bytes.length]);
  for (let i = 0; i < symbol.length; i++) bytes[stringsAt + 1 + i] = symbol.charCodeAt(i);
  bytes.set(own.bytes, textAt);
  dynamic.forEach(([tag, value], i) => put(dynamicAt + 16 * i, [8, tag], [8, value]));
  return bytes;
}
