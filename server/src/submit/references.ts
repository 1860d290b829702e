import { isFunction } from './functions.ts';
import type { NameEntry } from './names.ts';
import { hashOn, nameCodes, Names } from './names.ts';
import { Numbers } from './numbers.ts';
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
 * Finds the references in a text, or a part of it, one after the other. Texts are full of them and each is looked at
 * several times: the current one is in the fields, and nothing is made for it.
 */
export class ReferenceScanner implements Reference {
  kind: Reference['kind'] = 'macro';
  start = 0;
  end = 0;
  bodyStart = 0;
  bodyEnd = 0;
  defaultStart: number | undefined = undefined;
  /** How many `$` were passed so far. */
  dollars = 0;
  /** Between the two there is no closing parenthesis; `found` is one, or Infinity. */
  private readonly searched = { from: 0, found: -1 };
  /** Where a default ends that goes on behind a closing parenthesis, or -1. Many go on behind the same one, too. */
  private readonly behind = { closing: -1, end: -1 };

  constructor(
    private text: string,
    private limit = text.length,
  ) {}

  /** Begins anew, with a part of a text. */
  begin(text: string, from: number, to: number): void {
    this.text = text;
    this.limit = to;
    this.bodyStart = from;
    this.dollars = 0;
    this.searched.found = -1;
    this.behind.closing = -1;
  }

  get name(): string {
    if (this.kind === 'function') return this.text.slice(this.start + 1, this.bodyStart - 1);
    return this.text.slice(this.bodyStart, this.nameEnd);
  }

  get body(): string {
    return this.text.slice(this.bodyStart, this.bodyEnd);
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
    const { text, limit } = this;
    for (let at = from; at < limit; at++) {
      if (text.charCodeAt(at) !== dollar) continue;
      this.dollars++;
      let nameEnd = at + 1;
      if (nameEnd < limit && text.charCodeAt(nameEnd) === dollar) {
        this.dollars++;
        at++;
        continue;
      }
      while (nameEnd < limit && isLetter(text.charCodeAt(nameEnd))) nameEnd++;
      if (nameEnd >= limit || text.charCodeAt(nameEnd) !== open) continue;
      if (this.read(at, nameEnd)) return true;
      // Without another parenthesis, what follows is no reference either.
      if (this.closingAfter(nameEnd) < 0) return false;
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
    return this.endAt(this.closingAfter(this.bodyStart));
  }

  private endAt(bodyEnd: number): boolean {
    this.bodyEnd = bodyEnd;
    this.end = bodyEnd + 1;
    return bodyEnd >= 0;
  }

  /** The first closing parenthesis at or after `from`, or -1. Many references inside each other end at the same one. */
  private closingAfter(from: number): number {
    const { text, limit, searched } = this;
    if (from < searched.from || from > searched.found) {
      let at = from;
      while (at < limit && text.charCodeAt(at) !== close) at++;
      searched.from = from;
      searched.found = at < limit ? at : Infinity;
    }
    return searched.found < limit ? searched.found : -1;
  }

  /** The body of `$(...)`: a name, and after the first colon a default; false when a character is not allowed. */
  private readBody(): boolean {
    const { text, limit, behind } = this;
    let first = -1;
    let end = -1;
    for (let i = this.bodyStart; i < limit; i++) {
      const code = text.charCodeAt(i);
      if (code === close) {
        end = i;
        break;
      }
      if (this.defaultStart === undefined) {
        if (code === colon) this.defaultStart = i + 1;
        else if (!isNameCode(code)) return false;
      } else if (code === open) {
        const closing = this.closingAfter(i);
        if (closing < 0) break;
        if (closing === behind.closing) return this.endAt(behind.end);
        if (first < 0) first = closing;
        i = closing;
      } else if (!allowedAfterColon(code)) break;
    }
    if (first >= 0) {
      behind.closing = first;
      behind.end = end;
    }
    return this.endAt(end);
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
 * Whether the results of a function may have characters that no macro's value has. The others give numbers, or parts of
 * a value: $F without the flags that add quotes and backslashes.
 */
const isOdd = ({ name, body }: ReferenceScanner): boolean =>
  !/^(?:INT|REAL|F[bdnpux]*)$/i.test(name) || body.includes('$');

/** Visits where the names among the arguments of a function are. */
const visitArguments = (
  text: string,
  { bodyStart, bodyEnd }: ReferenceScanner,
  visit: (start: number, end: number) => void,
): void => {
  for (let from = bodyStart, to = from; from <= bodyEnd; from = to + 1) {
    to = from;
    while (to < bodyEnd && !endsName(text.charCodeAt(to))) to++;
    // What is put together from other macros is no name yet.
    if (text.charCodeAt(to) === dollar) return;
    const start = skipBlanks(text, from, to);
    visit(start, trimBlanksEnd(text, start, to));
  }
};

/** Where the names are that a text refers to, and whether as `$(name)`: else it is an argument of a function. */
export const namesReferredTo = (text: string): readonly (readonly [number, number, boolean])[] => {
  const places: (readonly [number, number, boolean])[] = [];
  const scanner = new ReferenceScanner(text);
  while (scanner.next()) {
    if (scanner.kind === 'macro') places.push([scanner.bodyStart, scanner.nameEnd, true]);
    else visitArguments(text, scanner, (start, end) => places.push([start, end, false]));
  }
  return places;
};

/** The names that a text refers to, as often as it does: a look at what a NameReader has read. */
export class ReferredNames {
  constructor(
    private readonly reader: NameReader,
    private readonly place: number,
  ) {}

  get length(): number {
    return this.header >> countShift;
  }

  name(index: number): NameEntry {
    return this.reader.names.entry(this.number(index) >> 1);
  }

  /** Whether it is referred to as `$(name)`: else with a default, or as an argument of a function. */
  isRequired(index: number): boolean {
    return (this.number(index) & optionalBit) === 0;
  }

  get hasFunction(): boolean {
    return (this.header & functionBit) !== 0;
  }

  /** A function whose results may bring in what is in no macro's value, or whose arguments are put together. */
  get hasOddFunction(): boolean {
    return (this.header & oddFunctionBit) !== 0;
  }

  /** There is a `$` that begins nothing which condor_submit would expand. */
  get hasStrayDollar(): boolean {
    return (this.header & strayDollarBit) !== 0;
  }

  /** All of them, for who is in no hurry. */
  get names(): readonly NameEntry[] {
    return Array.from({ length: this.length }, (_, index) => this.name(index));
  }

  includes({ id }: NameEntry): boolean {
    for (let index = 0; index < this.length; index++) if (this.number(index) >> 1 === id) return true;
    return false;
  }

  private get header(): number {
    return this.reader.numbers.at(this.place);
  }

  private number(index: number): number {
    return this.reader.numbers.at(this.place + 1 + index);
  }
}

const functionBit = 1;
const strayDollarBit = 2;
const oddFunctionBit = 4;
const countShift = 3;
const optionalBit = 1;

/**
 * Reads the names that texts refer to. There are more of them than of anything else in a large file: they are kept as
 * numbers in one array, which the garbage collector neither visits nor moves.
 */
export class NameReader {
  /** For each text how many names follow, with the bits above, and then the id of each, with its bit. */
  readonly numbers = new Numbers();
  private readonly scanner = new ReferenceScanner('');

  constructor(readonly names = new Names()) {
    // What refers to nothing is at 0.
    this.numbers.push(0);
  }

  at(place: number): ReferredNames {
    return new ReferredNames(this, place);
  }

  /** Reads the part [from, to) of a text; the place of its names. */
  read(text: string, from: number, to: number): number {
    const { names, numbers, scanner } = this;
    const place = numbers.length;
    numbers.push(0);
    let references = 0;
    let functions = 0;
    const rest = this.readPlain(text, from, to);
    scanner.begin(text, rest, to);
    for (; scanner.next(); references++) {
      const { kind, bodyStart, nameEnd, defaultStart } = scanner;
      if (kind === 'macro') this.add(names.at(text, bodyStart, nameEnd), defaultStart !== undefined);
      else {
        functions |= functionBit | (isOdd(scanner) ? oddFunctionBit : 0);
        visitArguments(text, scanner, (start, end) => {
          this.add(names.at(text, start, end), true);
        });
      }
    }
    const stray = scanner.dollars > references ? strayDollarBit : 0;
    numbers.set(place, ((numbers.length - place - 1) << countShift) | functions | stray);
    return place;
  }

  private add({ id }: NameEntry, isOptional: boolean): void {
    this.numbers.push((id << 1) | (isOptional ? optionalBit : 0));
  }

  /** Takes `$(name)` and `$(name:word)`, which most references are; returns where another `$` is. */
  private readPlain(text: string, from: number, to: number): number {
    const { names } = this;
    let at = from;
    for (; at < to; at++) {
      if (text.charCodeAt(at) !== dollar) continue;
      if (text.charCodeAt(at + 1) !== open) return at;
      const start = at + 2;
      let end = start;
      let hash = 0;
      for (; end < to; end++) {
        const code = nameCodes[text.charCodeAt(end)] ?? 0;
        if (code === 0) break;
        hash = hashOn(hash, code);
      }
      const hasDefault = text.charCodeAt(end) === colon;
      const last = hasDefault ? afterName(text, end + 1, to) : end;
      if (end === start || last >= to || text.charCodeAt(last) !== close) return at;
      this.add(names.atHash(text, start, end, hash), hasDefault);
      at = last;
    }
    return at;
  }
}

/** The first offset from `from` on whose character names cannot have; at most `to`. */
const afterName = (text: string, from: number, to: number): number => {
  let at = from;
  while (at < to && isNameCode(text.charCodeAt(at))) at++;
  return at;
};

/** Whether a part of a text has `$(name)` or `$Fn(name)`, with a default or not, for a name in lower case: a first look. */
export const mayReferTo = (text: string, from: number, to: number, name: string): boolean => {
  // Behind the name there is at least one more character.
  const last = to - name.length - 1;
  for (let at = from + 2; at <= last; at++) {
    if (text.charCodeAt(at - 1) !== open) continue;
    const behind = text.charCodeAt(at + name.length);
    if (behind !== close && behind !== colon) continue;
    if (text.charCodeAt(at - 2) !== dollar && !isFunctionBefore(text, from, at - 1)) continue;
    if (lowerCase(text.slice(at, at + name.length)) === name) return true;
  }
  return false;
};

/** Whether `$F` with letters ends at an offset. */
const isFunctionBefore = (text: string, from: number, end: number): boolean => {
  let at = end - 1;
  while (at > from && isLetter(text.charCodeAt(at))) at--;
  return text.charCodeAt(at) === dollar && text.charCodeAt(at + 1) === 70;
};
