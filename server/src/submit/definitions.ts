import { predefinedMacro } from './catalog/index.ts';
import { DefinitionTable } from './definitionTable.ts';
import type { LiveValue, Scope } from './macros.ts';
import { expand, expandSelf } from './macros.ts';
import type { NameEntry } from './names.ts';
import { Names } from './names.ts';
import { NameReader } from './references.ts';
import type { Assignment } from './syntax.ts';
import { lowerCase } from './text.ts';
import type { Dialect } from './version.ts';

const plus = 43;
const minus = 45;

/** The name that a key is stored under, macros expanded, or its expansion where that is no name. */
export type KeyName = NameEntry | { readonly invalid: string };

/** What the numbers of a job are while the file is read, and for the first job. */
export const firstNumbers: ReadonlyMap<string, string> = new Map(
  ['process', 'procid', 'step', 'row', 'itemindex'].map((name) => [name, '0'] as const),
);

/** The commands and macros in effect while a file and the files that it includes are parsed. */
export class Definitions {
  private table: DefinitionTable;
  /** The table was handed out: the next change works on a copy. */
  private shared = false;
  private readonly namesRead = new Set<string>();
  readonly references: NameReader;

  /** Expands as the definitions are at the time of the expansion. */
  readonly scope: Scope;

  constructor(
    dialect: Dialect,
    readonly names = new Names(),
  ) {
    this.table = new DefinitionTable(names);
    this.references = new NameReader(names);
    this.scope = { lookup: (name) => this.lookup(name), dialect };
  }

  /** The table, which changes as parsing goes on. */
  get current(): DefinitionTable {
    return this.table;
  }

  /** Names, in lower case, whose values were asked for: how the text was read depends on them. */
  get read(): ReadonlySet<string> {
    return this.namesRead;
  }

  /** The table as it is now; what is defined later is not in it. */
  snapshot(): DefinitionTable {
    this.shared = true;
    return this.table;
  }

  /** The last definition of a name wins. */
  define(assignment: Assignment): void {
    if (this.shared) {
      this.table = this.table.copy();
      this.shared = false;
    }
    this.table.define(assignment);
  }

  /** The value to store: references to the name itself expanded, joined to the earlier value by `separator`. */
  storedValue(
    written: string,
    name: NameEntry,
    refersToItself: boolean,
    separator: string | undefined,
  ): string {
    if (separator === undefined && !refersToItself) return written;
    this.namesRead.add(name.text);
    const old = this.table.of(name)?.stored;
    // The old value was expanded when it was stored: it does not refer to itself.
    const own = refersToItself
      ? expandSelf(written, name.text, old, (value) => expand(value, this.scope))
      : written;
    if (separator === undefined || old === undefined || old === '') return own;
    return `${old}${separator.length === 2 ? ` ${separator} ` : separator}${own}`;
  }

  /** The name that the key at [from, to) of a text is stored under; only a plain `=` takes `+Attr` and `-Attr`. */
  nameOf(text: string, from: number, to: number, takesSign: boolean): KeyName {
    const name = this.names.nameAt(text, from, to);
    if (name !== undefined) return name;
    const written = text.slice(from, to);
    const first = text.charCodeAt(from);
    if (first === plus || first === minus)
      return takesSign ? this.names.of(`my.${lowerCase(written.slice(1))}`) : { invalid: written };
    if (!written.includes('$')) return { invalid: written };
    const expanded = expand(written, this.scope).text;
    return this.names.nameAt(expanded, 0, expanded.length) ?? { invalid: expanded };
  }

  /** What stands for the name of an assignment whose key is none. */
  nameOfNothing(invalid: string): NameEntry {
    return this.names.of(invalid.toLowerCase());
  }

  private lookup(name: string): string | LiveValue | undefined {
    this.namesRead.add(name);
    const assignment = this.table.find(name);
    return assignment?.stored ?? firstNumbers.get(name) ?? predefinedMacro(name);
  }
}
