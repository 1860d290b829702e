import type { Command } from './catalog/index.ts';
import { commandStoredAs } from './catalog/index.ts';
import { lettersOf, lowerCase } from './text.ts';

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

  get size(): number {
    return this.byText.size;
  }

  /** The name at [from, to) of a text, in any case. */
  at(text: string, from: number, to: number): NameEntry {
    return this.of(lowerCase(text.slice(from, to)));
  }

  /** The name with a text in lower case, which need not have been there before. */
  of(text: string): NameEntry {
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    const name = new NameEntry(text, this.byText.size);
    this.byText.set(text, name);
    return name;
  }

  find(text: string): NameEntry | undefined {
    return this.byText.get(text);
  }
}
