import type { LiveValue, Scope } from './macros.ts';
import type { NameEntry } from './names.ts';
import type { Assignment, DefinitionMap } from './syntax.ts';
import type { Stretch } from './text.ts';

const quote = 34;
const backslash = 92;

/** What of the names in a scope comes from definitions, and what goes before them or stands in for them. */
export interface DefinedScope {
  readonly definitions: DefinitionMap;
  /** The later ones win. */
  readonly before: readonly ReadonlyMap<string, string | LiveValue>[];
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

  constructor(private readonly scope: DefinedScope) {}

  /** Whether a value is certainly one string in double quotes once it is expanded. */
  isString(assignment: Assignment): boolean {
    const { text, start, end } = assignment.inPlace ?? wholeOf(assignment.stored);
    if (end < start + 2 || text.charCodeAt(start) !== quote || text.charCodeAt(end - 1) !== quote)
      return false;
    return !hasQuote(text, start + 1, end - 1) && this.refersToPlain(assignment);
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
    for (const values of before)
      for (const [name, value] of values) {
        const entry = names.find(name);
        if (entry !== undefined) known[entry.id] = isPlainText(value) ? plain : uncertain;
      }
    return known;
  }

  private hasPlainValue(assignment: Assignment): boolean {
    const { text, start, end } = assignment.inPlace ?? wholeOf(assignment.stored);
    const isWritten = !hasQuote(text, start, end);
    // Earlier values can have gone into what is stored.
    return (isWritten && this.refersToPlain(assignment)) || isPlainText(assignment.stored);
  }
}

const wholeOf = (text: string): Stretch => ({ text, start: 0, end: text.length });

const isPlainText = (value: string | LiveValue | undefined): boolean =>
  typeof value !== 'string' || !/["\\$]/.test(value);

/** Whether there is a double quote, or a backslash, which can make one, in a part of a text. */
const hasQuote = (text: string, from: number, to: number): boolean => {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === quote || code === backslash) return true;
  }
  return false;
};
