import { isFunction } from './functions.ts';
import { isLetter, isNameCode, lowerCase, skipBlanks, trimBlanksEnd } from './text.ts';

/** One `$(name)`, `$FUNCTION(body)` or `$$(name)` in a text; offsets are relative to the text. */
export interface Reference {
  readonly kind: 'macro' | 'function';
  /** The macro's name, or the function's name with its flags. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** What is between the parentheses. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
  /** Where the default begins, after the colon; undefined without one. */
  readonly defaultStart: number | undefined;
}

const dollar = 36;
const open = 40;
const close = 41;
const colon = 58;
const comma = 44;
const dollarName = 'dollar';

const allowedAfterColon = (code: number): boolean =>
  isNameCode(code) || code === dollar || code === 32 || code === 44 || code === 92 || code === colon;

/**
 * Finds the references in a text, one after the other. Texts are full of them and each is looked at several times: the
 * current one is in the fields, and nothing is made for it.
 */
export class ReferenceScanner implements Reference {
  kind: Reference['kind'] = 'macro';
  start = 0;
  end = 0;
  bodyStart = 0;
  bodyEnd = 0;
  defaultStart: number | undefined = undefined;

  constructor(readonly text: string) {}

  get name(): string {
    if (this.kind === 'function') return this.text.slice(this.start + 1, this.bodyStart - 1);
    return this.text.slice(this.bodyStart, this.nameEnd);
  }

  /** Where the name of a `$(name)` ends. */
  get nameEnd(): number {
    return this.defaultStart === undefined ? this.bodyEnd : this.defaultStart - 1;
  }

  /** Whether it is $(DOLLAR), which stays until everything else is expanded. */
  get isDollar(): boolean {
    return (
      this.kind === 'macro' &&
      this.nameEnd - this.bodyStart === dollarName.length &&
      lowerCase(this.name) === dollarName
    );
  }

  /**
   * Goes to the first reference at or after `from` that condor_submit would expand: the leftmost one without another
   * inside its name; false when there is none. `$$(...)` is left alone at submit time and not found; what is inside its
   * parentheses is.
   */
  find(from: number): boolean {
    const { text } = this;
    let closing = 0;
    for (let at = text.indexOf('$', from); at >= 0; at = text.indexOf('$', at + 1)) {
      if (text.charCodeAt(at + 1) === dollar) {
        at++;
        continue;
      }
      let nameEnd = at + 1;
      while (isLetter(text.charCodeAt(nameEnd))) nameEnd++;
      if (text.charCodeAt(nameEnd) !== open) continue;
      if (this.read(at, nameEnd)) return true;
      if (closing < nameEnd) closing = text.indexOf(')', nameEnd);
      // Without another parenthesis, what follows is no reference either.
      if (closing < 0) return false;
    }
    return false;
  }

  /** Goes to the next reference, which can be inside the current one; to the first one at first. */
  next(): boolean {
    return this.find(this.bodyStart);
  }

  private read(at: number, nameEnd: number): boolean {
    this.start = at;
    this.bodyStart = nameEnd + 1;
    this.defaultStart = undefined;
    if (nameEnd === at + 1) {
      this.kind = 'macro';
      return this.readBody();
    }
    this.kind = 'function';
    const { name } = this;
    if (!isFunction(name)) return false;
    // Of all functions only $ENV limits the characters of its body; the others end at the first parenthesis.
    if (name === 'ENV') {
      const isRead = this.readBody();
      this.defaultStart = undefined;
      return isRead;
    }
    return this.endAt(this.text.indexOf(')', this.bodyStart));
  }

  private endAt(bodyEnd: number): boolean {
    this.bodyEnd = bodyEnd;
    this.end = bodyEnd + 1;
    return bodyEnd >= 0;
  }

  /** The body of `$(...)`: a name, and after the first colon a default; false when a character is not allowed. */
  private readBody(): boolean {
    const { text } = this;
    for (let i = this.bodyStart; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === close) return this.endAt(i);
      if (this.defaultStart === undefined) {
        if (code === colon) this.defaultStart = i + 1;
        else if (!isNameCode(code)) return false;
      } else if (code === open) {
        const closing = text.indexOf(')', i);
        if (closing < 0) return false;
        i = closing;
      } else if (!allowedAfterColon(code)) return false;
    }
    return false;
  }
}

/** Every reference in a text, outer before inner, including those inside defaults and function arguments. */
export const referencesIn = (text: string): readonly Reference[] => {
  const found: Reference[] = [];
  const scanner = new ReferenceScanner(text);
  while (scanner.next()) {
    const { kind, name, start, end, bodyStart, bodyEnd, defaultStart } = scanner;
    found.push({ kind, name, start, end, bodyStart, bodyEnd, defaultStart });
  }
  return found;
};

const endsName = (code: number): boolean => code === comma || code === colon || code === dollar;

/**
 * Visits the names that a text refers to: where, whether as `$(name)`, else as an argument of a function, and whether
 * there is a default.
 */
const visitNames = (
  text: string,
  visit: (start: number, end: number, isMacro: boolean, hasDefault: boolean) => void,
): number => {
  let references = 0;
  const scanner = new ReferenceScanner(text);
  for (; scanner.next(); references++) {
    const { bodyStart, bodyEnd } = scanner;
    if (scanner.kind === 'macro') {
      visit(bodyStart, scanner.nameEnd, true, scanner.defaultStart !== undefined);
      continue;
    }
    for (let from = bodyStart, to = from; from <= bodyEnd; from = to + 1) {
      to = from;
      while (to < bodyEnd && !endsName(text.charCodeAt(to))) to++;
      // What is put together from other macros is no name yet.
      if (text.charCodeAt(to) === dollar) break;
      const start = skipBlanks(text, from, to);
      visit(start, trimBlanksEnd(text, start, to), false, false);
    }
  }
  return references;
};

/** Where the names are that a text refers to, and whether as `$(name)`: else it is an argument of a function. */
export const namesReferredTo = (text: string): readonly (readonly [number, number, boolean])[] => {
  const places: (readonly [number, number, boolean])[] = [];
  visitNames(text, (start, end, isMacro) => places.push([start, end, isMacro]));
  return places;
};

/**
 * Visits the lower-case names that a text refers to, whether as `$(name)`, and whether with a default. Returns the number
 * of references.
 */
export const visitNamesReferredTo = (
  text: string,
  visit: (name: string, isMacro: boolean, hasDefault: boolean) => void,
): number =>
  visitNames(text, (start, end, isMacro, hasDefault) =>
    visit(lowerCase(text.slice(start, end)), isMacro, hasDefault),
  );
