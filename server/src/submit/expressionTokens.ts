import { isBlank, isLetter } from './text.ts';

/** `open`: a string or name in quotes whose end is missing. */
export type ExpressionTokenKind =
  'integer' | 'real' | 'string' | 'name' | 'quoted-name' | 'operator' | 'end' | 'open';

const blanksAndComments = /(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
/** As condor_submit reads them: no hexadecimal numbers, no leading zeros, no scales, and a digit after the point. */
const realPattern = /\d*\.\d+(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+/y;
const integerPattern = /(?:0|[1-9]\d*)(?![\d.])/y;
const numberLike = /[\d.]+/y;

const slash = 47;
const point = 46;
const backslash = 92;
const doubleQuote = 34;
const singleQuote = 39;

/** Reads a text token by token. The current token is in the fields: making an object of each would be half the work. */
export class ExpressionScanner {
  kind: ExpressionTokenKind = 'end';
  /** The token is text[start, end). */
  start = 0;
  end = 0;
  /** The operator, or what stands where one could; empty for tokens of other kinds. */
  operator = '';

  constructor(readonly text: string) {
    this.next();
  }

  /** The current token as written, without its quotes. */
  get word(): string {
    const isQuoted = this.kind === 'string' || this.kind === 'quoted-name';
    return isQuoted ? this.text.slice(this.start + 1, this.end - 1) : this.text.slice(this.start, this.end);
  }

  /** Goes on to the next token; blanks and comments are skipped. */
  next(): void {
    const { text } = this;
    let start = this.end;
    while (isBlank(text.charCodeAt(start))) start++;
    let code = text.charCodeAt(start);
    if (code === slash || code > 127) {
      start = matchEnd(blanksAndComments, text, start);
      code = text.charCodeAt(start);
    }
    this.start = start;
    this.operator = '';
    if (start >= text.length) this.take('end', text.length);
    else if (isLetter(code)) this.name();
    else if (code === doubleQuote || code === singleQuote) this.quoted(code);
    else if (isDigit(code)) this.number();
    else if (code === point && isDigit(text.charCodeAt(start + 1))) this.number();
    else {
      this.operator = operatorAt(text, start, code);
      this.take('operator', start + this.operator.length);
    }
  }

  private take(kind: ExpressionTokenKind, end: number): void {
    this.kind = kind;
    this.end = end;
  }

  private name(): void {
    const { text } = this;
    let end = this.start + 1;
    for (let code = text.charCodeAt(end); isLetter(code) || isDigit(code); code = text.charCodeAt(end)) end++;
    this.take('name', end);
  }

  private number(): void {
    const { text, start } = this;
    const realEnd = matchEnd(realPattern, text, start);
    if (realEnd > start) return this.take('real', realEnd);
    const integerEnd = matchEnd(integerPattern, text, start);
    if (integerEnd > start) return this.take('integer', integerEnd);
    // What looks like a number and is none is wrong as a whole.
    const end = matchEnd(numberLike, text, start);
    this.operator = text.slice(start, end);
    this.take('operator', end);
  }

  private quoted(quote: number): void {
    const { text } = this;
    let i = this.start + 1;
    for (; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === quote) break;
      if (code === backslash) i++;
    }
    if (i >= text.length) this.take('open', text.length);
    else this.take(quote === doubleQuote ? 'string' : 'quoted-name', i + 1);
  }
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const matchEnd = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
};

/** The operators of more than one character by their first one, the longest first. */
const longOperators: ReadonlyMap<number, readonly string[]> = new Map(
  [['=?=', '=!=', '=='], ['>>>', '>>', '>='], ['<<', '<='], ['||'], ['&&'], ['!='], ['?:']].map(
    (operators) => [operators[0]?.charCodeAt(0) ?? 0, operators] as const,
  ),
);

const operatorAt = (text: string, start: number, code: number): string =>
  longOperators.get(code)?.find((operator) => text.startsWith(operator, start)) ?? text.charAt(start);
