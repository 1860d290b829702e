/** What packaging must know of an ELF file (System V ABI, gABI chapter 4 and 5). Total: any bytes give an answer. */

/** Machines as `uname -m` names them. */
export type ElfMachine = 'x86_64' | 'aarch64' | 'other';

export interface ElfFacts {
  /** 32 or 64. */
  readonly bits: 32 | 64;
  readonly machine: ElfMachine;
  /** e_machine as it stands in the file. */
  readonly machineNumber: number;
  /** Names of the shared libraries that it needs (DT_NEEDED), in order. */
  readonly needed: readonly string[];
  /** Highest GLIBC_x.y version that its symbols need, such as "2.34"; undefined for a static file. */
  readonly glibc: string | undefined;
}

const machines: Readonly<Record<number, ElfMachine>> = { 62: 'x86_64', 183: 'aarch64' };
const programDynamic = 2;
const programLoad = 1;
const dynamicNeeded = 1;
const dynamicStringTable = 5;
const dynamicVersionsNeeded = 0x6ffffffe;

/** undefined when the bytes are no little-endian ELF file; a damaged one gives what can be read of it. */
export function readElf(bytes: Uint8Array): ElfFacts | undefined {
  if (bytes.length < 52 || String.fromCharCode(...bytes.subarray(0, 4)) !== '\u007fELF') return undefined;
  if (bytes[5] !== 1 || (bytes[4] !== 1 && bytes[4] !== 2)) return undefined;
  const file = new ElfFile(bytes, bytes[4] === 2);
  const machineNumber = file.half(18) ?? 0;
  const dynamic = file.dynamic();
  return {
    bits: file.wide ? 64 : 32,
    machine: machines[machineNumber] ?? 'other',
    machineNumber,
    needed: dynamic === undefined ? [] : file.needed(dynamic),
    glibc: dynamic === undefined ? undefined : highest(file.versionNames(dynamic)),
  };
}

/** For people: "aarch64". */
export const machineName = ({
  machine,
  machineNumber,
}: Pick<ElfFacts, 'machine' | 'machineNumber'>): string =>
  machine === 'other' ? `another machine (ELF machine ${machineNumber})` : machine;

interface DynamicSection {
  readonly entries: readonly { readonly tag: number; readonly value: number }[];
  /** File offset of the string table. */
  readonly strings: number;
}

/** Reads that fall outside the file give undefined. */
class ElfFile {
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    readonly wide: boolean,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  half(offset: number): number | undefined {
    return this.inside(offset, 2) ? this.view.getUint16(offset, true) : undefined;
  }

  word(offset: number): number | undefined {
    return this.inside(offset, 4) ? this.view.getUint32(offset, true) : undefined;
  }

  /** A word of the file's class; values beyond 2^53 are of no use here and lose precision. */
  address(offset: number): number | undefined {
    if (!this.wide) return this.word(offset);
    return this.inside(offset, 8) ? Number(this.view.getBigUint64(offset, true)) : undefined;
  }

  text(offset: number): string {
    let end = offset;
    while (end < this.bytes.length && end - offset < 4096 && this.bytes[end] !== 0) end++;
    return Buffer.from(this.bytes.subarray(offset, end)).toString('latin1');
  }

  dynamic(): DynamicSection | undefined {
    const header = this.programHeaders().find((h) => h.type === programDynamic);
    if (header === undefined) return undefined;
    const size = this.wide ? 8 : 4;
    const entries: { tag: number; value: number }[] = [];
    for (let at = header.offset; at < header.offset + header.size; at += 2 * size) {
      const tag = this.address(at);
      const value = this.address(at + size);
      if (tag === undefined || value === undefined || tag === 0) break;
      entries.push({ tag, value });
    }
    const table = entries.find((entry) => entry.tag === dynamicStringTable);
    const strings = table === undefined ? undefined : this.fileOffset(table.value);
    return strings === undefined ? undefined : { entries, strings };
  }

  needed({ entries, strings }: DynamicSection): readonly string[] {
    return entries
      .filter((entry) => entry.tag === dynamicNeeded)
      .map((entry) => this.text(strings + entry.value))
      .filter((name) => name !== '');
  }

  /** Names of the symbol versions needed of other libraries (Elf_Verneed and its Elf_Vernaux entries). */
  versionNames({ entries, strings }: DynamicSection): readonly string[] {
    const first = entries.find((entry) => entry.tag === dynamicVersionsNeeded);
    let at = first === undefined ? undefined : this.fileOffset(first.value);
    const names: string[] = [];
    // A damaged file may link its entries in a circle.
    for (let rounds = 0; at !== undefined && rounds < 1000; rounds++) {
      const count = this.half(at + 2) ?? 0;
      let entry = at + (this.word(at + 8) ?? 0);
      for (let i = 0; i < Math.min(count, 1000); i++) {
        const name = this.word(entry + 8);
        if (name !== undefined) names.push(this.text(strings + name));
        entry += this.word(entry + 12) ?? 0;
      }
      const next = this.word(at + 12) ?? 0;
      at = next === 0 ? undefined : at + next;
    }
    return names;
  }

  private programHeaders(): readonly {
    readonly type: number;
    readonly offset: number;
    readonly address: number;
    readonly size: number;
  }[] {
    const start = this.address(this.wide ? 32 : 28) ?? 0;
    const size = this.half(this.wide ? 54 : 42) ?? 0;
    const count = this.half(this.wide ? 56 : 44) ?? 0;
    return Array.from({ length: Math.min(count, 1000) }, (_, i) => {
      const at = start + i * size;
      return {
        type: this.word(at) ?? 0,
        offset: this.address(at + (this.wide ? 8 : 4)) ?? 0,
        address: this.address(at + (this.wide ? 16 : 8)) ?? 0,
        size: this.address(at + (this.wide ? 32 : 16)) ?? 0,
      };
    });
  }

  /** Where a virtual address is in the file. */
  private fileOffset(address: number): number | undefined {
    const segment = this.programHeaders().find(
      (h) => h.type === programLoad && address >= h.address && address < h.address + h.size,
    );
    return segment === undefined ? undefined : address - segment.address + segment.offset;
  }

  private inside(offset: number, size: number): boolean {
    return Number.isSafeInteger(offset) && offset >= 0 && offset + size <= this.bytes.length;
  }
}

function highest(names: readonly string[]): string | undefined {
  const versions = names.flatMap((name) => {
    const match = /^GLIBC_(\d+(?:\.\d+)+)$/.exec(name);
    return match?.[1] === undefined ? [] : [match[1]];
  });
  return versions.sort(compareVersions).at(-1);
}

/** By number: 2.9 before 2.34. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
