import type { Scope } from './macros.ts';
import type { NameEntry } from './names.ts';
import { ReferenceScanner, refersTo } from './references.ts';
import type { Assignment, DefinitionMap } from './syntax.ts';
import type { Stretch } from './text.ts';
import { lowerCase } from './text.ts';

const quote = 34;
const backslash = 92;
/** Their results are numbers, whatever their arguments are. */
const numeric = new Set(['INT', 'REAL']);
/** $F without the flags that add quotes and backslashes: a part of a macro's value. */
const partOfPath = /^F[bdnpux]*$/i;

/** What of the names in a scope comes from definitions, and what goes before them or stands in for them. */
export interface DefinedScope {
  readonly definitions: DefinitionMap;
  readonly before: Scope['lookup'];
  readonly after: Scope['lookup'];
}

/**
 * Knows which macros certainly bring neither quotes nor backslashes into what refers to them, whatever else they stand
 * for, so that most strings need not be put together to see that they are strings.
 */
export class PlainMacros {
  /** By the number of the name; false while a macro is looked at: in a circle nothing is certain. */
  private readonly known: (boolean | undefined)[] = [];

  constructor(private readonly scope: DefinedScope) {}

  /** Whether a value is certainly one string in double quotes once it is expanded. */
  isString(assignment: Assignment): boolean {
    const { text, start, end } = assignment.inPlace ?? wholeOf(assignment.stored);
    if (end < start + 2 || text.charCodeAt(start) !== quote || text.charCodeAt(end - 1) !== quote)
      return false;
    return !hasQuote(text, start + 1, end - 1) && this.refersToPlain(assignment);
  }

  private refersToPlain(assignment: Assignment): boolean {
    const { style, references, entry, hasMacros } = assignment;
    const { required, optional, hasFunction, hasStrayDollar } = references;
    // What is stored may refer to others than what is written.
    if (hasFunction || style === 'append' || refersTo(references, entry))
      return this.isPlainText(assignment.stored);
    if (!hasMacros) return true;
    if (hasStrayDollar) return false;
    for (const name of required) if (!this.isPlain(name)) return false;
    for (const name of optional) if (!this.isPlain(name)) return false;
    return true;
  }

  private isPlainText(text: string): boolean {
    const reference = new ReferenceScanner(text);
    let references = 0;
    for (; reference.next(); references++) if (!this.isPlainReference(reference)) return false;
    // Any other `$` may become a part of a reference.
    return reference.dollars === references;
  }

  private isPlainReference(reference: ReferenceScanner): boolean {
    const { kind, name, body } = reference;
    if (kind === 'macro') return this.isPlainName(name);
    if (body.includes('$')) return false;
    if (numeric.has(name)) return true;
    return partOfPath.test(name) && this.isPlainName(body.split(':', 1).join(''));
  }

  private isPlainName(name: string): boolean {
    return this.isPlain(this.scope.definitions.names.of(lowerCase(name)));
  }

  private isPlain(name: NameEntry): boolean {
    const known = this.known[name.id];
    if (known !== undefined) return known;
    this.known[name.id] = false;
    const isPlain = this.hasPlainValue(name);
    this.known[name.id] = isPlain;
    return isPlain;
  }

  private hasPlainValue(name: NameEntry): boolean {
    const { definitions, before, after } = this.scope;
    const given = before(name.text);
    const assignment = given === undefined ? definitions.findOf(name) : undefined;
    if (assignment !== undefined) {
      const { text, start, end } = assignment.inPlace ?? wholeOf(assignment.stored);
      return !hasQuote(text, start, end) && this.refersToPlain(assignment);
    }
    const value = given ?? after(name.text);
    if (typeof value !== 'string') return true;
    return !hasQuote(value, 0, value.length) && this.isPlainText(value);
  }
}

const wholeOf = (text: string): Stretch => ({ text, start: 0, end: text.length });

/** Whether there is a double quote, or a backslash, which can make one, in a part of a text. */
const hasQuote = (text: string, from: number, to: number): boolean => {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === quote || code === backslash) return true;
  }
  return false;
};
