import type { Command } from './catalog/index.ts';
import { commandNames, commandStoredAs } from './catalog/index.ts';
import { isNameCode, lettersOf, lowerCase } from './text.ts';

const attributePrefix = 'my.';
/** A macro with it counts before one without. */
export const submitPrefix = 'submit.';

/** For the code of a character, that of it in lower case where names can have it, else 0. */
export const nameCodes = new Uint8Array(1 << 16);
for (let code = 0; code < 128; code++) {
  if (isNameCode(code)) nameCodes[code] = String.fromCharCode(code).toLowerCase().charCodeAt(0);
}

/** Nobody can write a file whose names all have the same hash. */
const multiplier = (Math.random() * 2 ** 32) | 1;
const spread = 0x9e3779b1;

/** The hash of a name that begins with something whose hash is at hand, and goes on with a character. */
export const hashOn = (hash: number, nameCode: number): number =>
  (Math.imul(hash, multiplier) + nameCode) | 0;

const hashOf = (text: string): number => {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = hashOn(hash, text.charCodeAt(i));
  return hash;
};

/** By the last bits of a name's hash: a first look, as most names in a large text are macros. */
const commandMask = (1 << 13) - 1;
const mayBeCommand = new Uint8Array(commandMask + 1);
for (const name of commandNames) mayBeCommand[hashOf(name) & commandMask] = 1;

/** A name of a command or a macro, with what it tells by itself. There is one of these for each name in a file. */
export class NameEntry {
  readonly command: Command | undefined;
  /** Whether it is that of a job attribute. */
  readonly isAttribute: boolean;
  private foundLetters: number | undefined;

  constructor(
    /** In lower case; `+Attr` as `my.attr`. */
    readonly text: string,
    /** Numbers the names of a file, from 0. */
    readonly id: number,
    hash: number,
  ) {
    this.command = mayBeCommand[hash & commandMask] === 1 ? commandStoredAs(text) : undefined;
    this.isAttribute = text.startsWith(attributePrefix);
    this.foundLetters = undefined;
  }

  /** Which letters it has, see lettersOf. */
  get letters(): number {
    return (this.foundLetters ??= lettersOf(this.text));
  }
}

/** The hash of what a `+` before a name stands for. */
export const signHash = hashOf(attributePrefix);

/**
 * The names in a file and those that it includes. A hash table of our own: names are looked up where they stand in the
 * text, in any case, and nothing is made for those that are known. A Map, which wants a string, takes twice as long.
 */
export class Names {
  /** By their ids and 1: at 0 there is none. */
  private readonly entries: (NameEntry | undefined)[] = [undefined];
  /** At the same places. */
  private hashes: Int32Array;
  /** The id of a name and 1 where its hash says, or in the next slot that was free; at least half of them are. */
  private slots: Int32Array;
  /** What leaves as many bits of a hash as there are slots. */
  private shift: number;
  /** Whether any name begins with the prefix that goes before all: almost no file has one. */
  hasPrefixed = false;

  /** With room for so many names, before it grows. */
  constructor(room = 0) {
    const bits = Math.max(10, 33 - Math.clz32(room));
    this.slots = new Int32Array(1 << bits);
    this.hashes = new Int32Array(1 << (bits - 1));
    this.shift = 32 - bits;
  }

  get size(): number {
    return this.entries.length - 1;
  }

  /** The name with an id. */
  entry(id: number): NameEntry {
    const entry = this.entries[id + 1];
    if (entry === undefined) throw new RangeError(`No name has the number ${id}: there are ${this.size}.`);
    return entry;
  }

  /** The name at [from, to) of a text, in any case; what has other characters than names stands for itself. */
  at(text: string, from: number, to: number): NameEntry {
    return this.nameAt(text, from, to) ?? this.of(lowerCase(text.slice(from, to)));
  }

  /** The same; undefined where that is no name. */
  nameAt(text: string, from: number, to: number): NameEntry | undefined {
    let hash = 0;
    for (let i = from; i < to; i++) {
      const code = nameCodes[text.charCodeAt(i)] ?? 0;
      if (code === 0) return undefined;
      hash = hashOn(hash, code);
    }
    return to > from ? this.atHash(text, from, to, hash) : undefined;
  }

  /** The same where all characters are those of names, and their hash is at hand; of an attribute behind a `+`. */
  atHash(text: string, from: number, to: number, hash: number, isSigned = false): NameEntry {
    const { entries, hashes, slots } = this;
    const last = slots.length - 1;
    for (let slot = this.slotOf(hash); ; slot = (slot + 1) & last) {
      const id = slots[slot] ?? 0;
      const entry = entries[id];
      if (entry === undefined) {
        const name = text.slice(from, to).toLowerCase();
        return this.add(isSigned ? attributePrefix + name : name, hash, slot);
      }
      if (hashes[id] === hash && isAt(entry, text, from, to, isSigned)) return entry;
    }
  }

  /** The name with a text in lower case, which need not have been there before. */
  of(text: string): NameEntry {
    return this.find(text) ?? this.add(text, hashOf(text));
  }

  find(text: string): NameEntry | undefined {
    const { entries, hashes, slots } = this;
    const hash = hashOf(text);
    const last = slots.length - 1;
    for (let slot = this.slotOf(hash); ; slot = (slot + 1) & last) {
      const id = slots[slot] ?? 0;
      const entry = entries[id];
      if (entry === undefined || (hashes[id] === hash && entry.text === text)) return entry;
    }
  }

  filter(isWanted: (entry: NameEntry) => boolean): readonly NameEntry[] {
    return this.entries.filter((entry): entry is NameEntry => entry !== undefined && isWanted(entry));
  }

  private slotOf(hash: number): number {
    return Math.imul(hash, spread) >>> this.shift;
  }

  private add(text: string, hash: number, slot = this.freeSlot(hash)): NameEntry {
    const { entries, hashes } = this;
    const entry = new NameEntry(text, this.size, hash);
    this.slots[slot] = entries.length;
    hashes[entries.length] = hash;
    entries.push(entry);
    if (text.startsWith(submitPrefix)) this.hasPrefixed = true;
    if (entries.length * 2 === this.slots.length) this.grow();
    return entry;
  }

  private freeSlot(hash: number): number {
    const { slots } = this;
    let slot = this.slotOf(hash);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    return slot;
  }

  private grow(): void {
    const { hashes, entries } = this;
    this.slots = new Int32Array(this.slots.length * 4);
    this.shift -= 2;
    this.hashes = new Int32Array(this.slots.length / 2);
    this.hashes.set(hashes);
    for (let id = 1; id < entries.length; id++) this.slots[this.freeSlot(hashes[id] ?? 0)] = id;
  }
}

const isAt = (entry: NameEntry, text: string, from: number, to: number, isSigned: boolean): boolean => {
  const { text: name } = entry;
  const shift = isSigned ? attributePrefix.length - from : -from;
  if (name.length !== to + shift || (isSigned && !entry.isAttribute)) return false;
  for (let i = from; i < to; i++)
    if (name.charCodeAt(i + shift) !== nameCodes[text.charCodeAt(i)]) return false;
  return true;
};
