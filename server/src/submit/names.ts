import type { Command } from './catalog/index.ts';
import { commandStoredAs } from './catalog/index.ts';
import { lettersOf } from './text.ts';

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
  ) {
    this.command = commandStoredAs(text);
    this.isAttribute = text.startsWith('my.');
    this.foundLetters = undefined;
  }

  /** Which letters it has, see lettersOf. */
  get letters(): number {
    return (this.foundLetters ??= lettersOf(this.text));
  }
}

/** The names in a file and those that it includes: each is looked up by its text once where it stands. */
export class Names {
  private readonly byText = new Map<string, NameEntry>();
  private readonly all: NameEntry[] = [];

  get size(): number {
    return this.all.length;
  }

  /** The name at [from, to) of a text, in any case. */
  at(text: string, from: number, to: number): NameEntry {
    const written = text.slice(from, to);
    return this.of(hasCapitals(text, from, to) ? written.toLowerCase() : written);
  }

  /** The name with a text in lower case, which need not have been there before. */
  of(text: string): NameEntry {
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    const name = new NameEntry(text, this.all.length);
    this.byText.set(text, name);
    this.all.push(name);
    return name;
  }

  find(text: string): NameEntry | undefined {
    return this.byText.get(text);
  }

  byId(id: number): NameEntry | undefined {
    return this.all[id];
  }
}

/** Whether folding the case of a part of a text may change it: most names are written in lower case. */
const hasCapitals = (text: string, from: number, to: number): boolean => {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if ((code >= 65 && code <= 90) || code > 127) return true;
  }
  return false;
};
