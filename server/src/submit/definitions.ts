import { predefinedMacro } from './catalog/index.ts';
import type { LiveValue, Scope } from './macros.ts';
import { expand, expandSelf, referencesIn } from './macros.ts';
import type { Assignment, Problem } from './syntax.ts';
import type { SourceText } from './text.ts';
import { isNameCode } from './text.ts';

const plus = 43;
const minus = 45;

/** What a key is stored under (lower case, macros expanded), or why it cannot be stored. */
export type KeyName = string | (Problem & { readonly kind: 'illegal-identifier' });

/** The commands and macros in effect while a file and the files that it includes are parsed. */
export class Definitions {
  private table = new Map<string, Assignment>();
  /** The table was handed out: the next change works on a copy. */
  private shared = false;
  private hasPrefixed = false;
  /** The stored name of each key that was seen. The few names of a text occur often: made and hashed once. */
  private readonly keys = new Map<string, string>();
  private readonly lowerCase = new Map<string, string>();
  private readonly referred = new Set<string>();

  /** Expands as the definitions are at the time of the expansion. */
  readonly scope: Scope = { lookup: (name) => this.lookup(name) };

  /** Lower-case names of the macros that anything refers to so far. */
  get references(): ReadonlySet<string> {
    return this.referred;
  }

  /** The table, which changes as parsing goes on. */
  get current(): ReadonlyMap<string, Assignment> {
    return this.table;
  }

  /** The table as it is now; what is defined later is not in it. */
  snapshot(): ReadonlyMap<string, Assignment> {
    this.shared = true;
    return this.table;
  }

  /** The last definition of a name wins. */
  define(assignment: Assignment): void {
    if (this.shared) {
      this.table = new Map(this.table);
      this.shared = false;
    }
    if (assignment.name.startsWith('submit.')) this.hasPrefixed = true;
    this.table.set(assignment.name, assignment);
  }

  /** Remembers what a text refers to; tells whether `name` is among it as a macro. */
  note(text: string, name?: string): boolean {
    if (!text.includes('$')) return false;
    let found = false;
    for (const reference of referencesIn(text)) {
      if (reference.kind === 'macro') {
        const referred = this.lower(reference.name);
        this.referred.add(referred);
        found ||= referred === name;
      } else {
        for (const argument of text.slice(reference.bodyStart, reference.bodyEnd).split(/[,:]/))
          this.referred.add(this.lower(argument.trim()));
      }
    }
    return found;
  }

  /** Remembers a name that something asks for without a reference, as `defined NAME` does. */
  noteName(name: string): void {
    this.referred.add(this.lower(name));
  }

  /** The value to store: references to the name itself expanded, joined to the earlier value by `separator`. */
  storedValue(written: string, name: string, separator: string | undefined): string {
    const refersToItself = this.note(written, name);
    if (separator === undefined && !refersToItself) return written;
    const old = this.table.get(name)?.stored;
    if (separator === undefined) return expandSelf(written, name, old);
    const joined =
      old === undefined || old === ''
        ? written
        : `${old}${separator.length === 2 ? ` ${separator} ` : separator}${written}`;
    return joined.includes('$') ? expandSelf(joined, name, old) : joined;
  }

  /** The name that a key is stored under; only a plain `=` takes `+Attr` and `-Attr`. */
  nameOf(key: SourceText, takesSign: boolean): KeyName {
    const written = key.text;
    const first = written.charCodeAt(0);
    if (takesSign || (first !== plus && first !== minus)) {
      const known = this.keys.get(written);
      if (known !== undefined) return known;
    }
    if (takesSign && (first === plus || first === minus))
      return this.remember(written, `my.${written.slice(1).toLowerCase()}`);
    this.note(written);
    const macros = written.includes('$');
    const text = macros ? expand(written, this.scope).text : written;
    if (isName(text)) return macros ? this.lower(text) : this.remember(written, this.lower(text));
    const byteOrderMark = text.startsWith('\uFEFF');
    const end = key.end > key.start ? key.end : key.start + 1;
    return { kind: 'illegal-identifier', name: text, byteOrderMark, start: key.start, end };
  }

  private remember(key: string, name: string): string {
    this.keys.set(key, name);
    return name;
  }

  private lower(name: string): string {
    let lower = this.lowerCase.get(name);
    if (lower === undefined) {
      lower = name.toLowerCase();
      this.lowerCase.set(name, lower);
    }
    return lower;
  }

  private lookup(name: string): string | LiveValue | undefined {
    const prefixed = this.hasPrefixed ? this.table.get(`submit.${name}`) : undefined;
    const assignment = prefixed ?? this.table.get(name);
    return assignment === undefined ? predefinedMacro(name) : assignment.stored;
  }
}

const isName = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (!isNameCode(text.charCodeAt(i))) return false;
  return text !== '';
};
