import type { LiveValue, Scope } from './macros.ts';
import type { NameEntry } from './names.ts';
import type { Assignment, DefinitionMap } from './syntax.ts';
import { Search } from './text.ts';

const quote = 34;

/** What of the names in a scope comes from definitions, and what goes before them or stands in for them. */
export interface DefinedScope {
  readonly definitions: DefinitionMap;
  readonly before: ReadonlyMap<string, string | LiveValue>;
  readonly after: Scope['lookup'];
}

const [uncertain, plain] = [1, 2];

/**
 * Knows which macros certainly bring neither quotes nor backslashes into what refers to them, whatever else they stand
 * for, so that most strings need not be put together to see that they are strings.
 */
export class PlainMacros {
  /** By the number of the name; 0 where nobody asked. An array would grow all the time. */
  private known: Uint8Array | undefined = undefined;
  /** In the text that a value was last looked at in: most values are in the same, near each other. */
  private quotes = new Search('', '"');
  private backslashes = new Search('', '\\');

  constructor(private readonly scope: DefinedScope) {}

  /** Whether a value is certainly one string in double quotes once it is expanded. */
  isString(assignment: Assignment): boolean {
    const { stored, inPlace } = assignment;
    const { text, start, end } = inPlace ?? { text: stored, start: 0, end: stored.length };
    if (end < start + 2 || text.charCodeAt(start) !== quote || text.charCodeAt(end - 1) !== quote)
      return false;
    return !this.hasQuote(text, start + 1, end - 1) && this.refersToPlain(assignment);
  }

  private refersToPlain(assignment: Assignment): boolean {
    // What is joined to an earlier value may refer to others than what is written.
    if (assignment.style === 'append') return false;
    if (!assignment.hasMacros) return true;
    const { references } = assignment;
    const { length, hasOddFunction, hasStrayDollar } = references;
    if (hasStrayDollar || hasOddFunction) return false;
    for (let i = 0; i < length; i++) if (!this.isPlain(references.name(i))) return false;
    return true;
  }

  private isPlain(name: NameEntry): boolean {
    const known = (this.known ??= this.given());
    const { id, text } = name;
    if (known[id] === plain) return true;
    if (known[id] === uncertain) return false;
    const { definitions, after } = this.scope;
    const assignment = definitions.findOf(name);
    if (assignment === undefined) return isPlainText(after(text));
    // Nothing is certain in a circle, nor of a name that came later: nothing can be noted about it.
    if (id >= known.length) return false;
    known[id] = uncertain;
    if (!this.hasPlainValue(assignment)) return false;
    known[id] = plain;
    return true;
  }

  private given(): Uint8Array {
    const { definitions, before } = this.scope;
    const { names } = definitions;
    const known = new Uint8Array(names.size);
    for (const [name, value] of before) {
      const entry = names.find(name);
      // What has the prefix counts before it.
      if (entry !== undefined) known[entry.id] = isPlainText(value) && !names.hasPrefixed ? plain : uncertain;
    }
    return known;
  }

  private hasPlainValue(assignment: Assignment): boolean {
    const { inPlace } = assignment;
    const isWritten =
      inPlace === undefined
        ? !quotes.test(assignment.stored)
        : !this.hasQuote(inPlace.text, inPlace.start, inPlace.end);
    // Earlier values can have gone into what is stored.
    return (isWritten && this.refersToPlain(assignment)) || isPlainText(assignment.stored);
  }

  /** Whether there is a double quote, or a backslash, which can make one, in a part of a text. */
  private hasQuote(text: string, start: number, end: number): boolean {
    if (this.quotes.text !== text) {
      this.quotes = new Search(text, '"');
      this.backslashes = new Search(text, '\\');
    }
    return this.quotes.isIn(start, end) || this.backslashes.isIn(start, end);
  }
}

const quotes = /["\\]/;

const isPlainText = (value: string | LiveValue | undefined): boolean =>
  typeof value !== 'string' || !/["\\$]/.test(value);
