import { predefinedMacro } from './catalog/index.ts';
import type { LiveValue, Scope } from './macros.ts';
import { expand, expandSelf } from './macros.ts';
import type { Assignment, DefinitionMap } from './syntax.ts';
import { isNameCode, lowerCase } from './text.ts';

const plus = 43;
const minus = 45;

/** What a key is stored under (lower case, macros expanded), or its expansion where that is no name. */
export type KeyName = string | { readonly invalid: string };

/** Commands and macros by the names that they are stored under. */
export class DefinitionTable extends Map<string, Assignment> implements DefinitionMap {
  private hasPrefixed = false;

  /** Takes in an assignment. Almost no file has a name with a prefix, and names are looked up often. */
  define(assignment: Assignment): void {
    if (assignment.name.startsWith(prefix)) this.hasPrefixed = true;
    this.set(assignment.name, assignment);
  }

  find(name: string): Assignment | undefined {
    return (this.hasPrefixed ? this.get(`${prefix}${name}`) : undefined) ?? this.get(name);
  }

  copy(): DefinitionTable {
    const copy = new DefinitionTable(this);
    copy.hasPrefixed = this.hasPrefixed;
    return copy;
  }
}

const prefix = 'submit.';

/** The commands and macros in effect while a file and the files that it includes are parsed. */
export class Definitions {
  private table = new DefinitionTable();
  /** The table was handed out: the next change works on a copy. */
  private shared = false;
  private readonly namesRead = new Set<string>();

  /** Expands as the definitions are at the time of the expansion. */
  readonly scope: Scope = { lookup: (name) => this.lookup(name) };

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
  storedValue(written: string, name: string, separator: string | undefined): string {
    const refersToItself = mayReferTo(written, name);
    if (separator === undefined && !refersToItself) return written;
    this.namesRead.add(name);
    const old = this.table.get(name)?.stored;
    // The old value was expanded when it was stored: it does not refer to itself.
    const own = refersToItself ? expandSelf(written, name, old) : written;
    if (separator === undefined || old === undefined || old === '') return own;
    return `${old}${separator.length === 2 ? ` ${separator} ` : separator}${own}`;
  }

  /** The name that the key at [from, to) of a text is stored under; only a plain `=` takes `+Attr` and `-Attr`. */
  nameOf(text: string, from: number, to: number, takesSign: boolean): KeyName {
    const written = text.slice(from, to);
    const first = text.charCodeAt(from);
    if (first === plus || first === minus)
      return takesSign ? `my.${lowerCase(written.slice(1))}` : { invalid: written };
    if (isName(written)) return lowerCase(written);
    if (!written.includes('$')) return { invalid: written };
    const expanded = expand(written, this.scope).text;
    return isName(expanded) ? lowerCase(expanded) : { invalid: expanded };
  }

  private lookup(name: string): string | LiveValue | undefined {
    this.namesRead.add(name);
    const assignment = this.table.find(name);
    return assignment === undefined ? predefinedMacro(name) : assignment.stored;
  }
}

const isName = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (!isNameCode(text.charCodeAt(i))) return false;
  return text !== '';
};

/** A first look, without reading the references. */
const mayReferTo = (text: string, name: string): boolean =>
  text.includes('$(') && lowerCase(text).includes(name);
