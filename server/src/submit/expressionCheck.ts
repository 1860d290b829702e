import { isBlank, isLetter } from './text.ts';

const [doubleQuote, singleQuote, backslash, caseless] = [34, 39, 92, ~32];
const [open, close, openBrace, closeBrace] = [40, 41, 123, 125];
const [comma, point, slash, star, colon, question] = [44, 46, 47, 42, 58, 63];
const [minus, plus, not, complement, equals, less, greater, and, or] = [45, 43, 33, 126, 61, 60, 62, 38, 124];
const [zero, percent, caret, smallE] = [48, 37, 94, 101];

/** Nesting beyond it is left to the parser. */
const depthLimit = 50;

/**
 * Whether a text, or its part [from, to) with a blank behind it, is certainly a ClassAd expression. Makes no tree, which takes most of a parse: the parser is asked about
 * what is left, such as records, subscripts, comments and rarer forms of numbers.
 */
export const isPlainExpression = (text: string, from = 0, to = text.length): boolean =>
  new Recogniser(text, from, to).isExpression();

/** Every method takes what it is about from the text; false where that is not certainly there. */
class Recogniser {
  private depth = 0;

  constructor(
    private readonly text: string,
    private at: number,
    private readonly limit: number,
  ) {}

  isExpression(): boolean {
    if (!this.expression()) return false;
    this.skip();
    return this.at === this.limit;
  }

  /** Goes to the next character that is not blank, and tells it; -1 at the end. */
  private skip(): number {
    const { text, limit } = this;
    for (; this.at < limit; this.at++) {
      const code = text.charCodeAt(this.at);
      if (!isBlank(code)) return code;
    }
    return -1;
  }

  /** Operands with operators between them: how these bind does not matter. */
  private expression(): boolean {
    if (++this.depth > depthLimit) return false;
    do if (!this.operand()) return false;
    while (this.binaryOperator());
    if (this.skip() === question && !this.alternatives()) return false;
    this.depth--;
    return true;
  }

  private alternatives(): boolean {
    this.at++;
    if (this.text.charCodeAt(this.at) !== colon && !this.expression()) return false;
    return this.take(colon) && this.expression();
  }

  private take(wanted: number): boolean {
    if (this.skip() !== wanted) return false;
    this.at++;
    return true;
  }

  private operand(): boolean {
    const code = this.skip();
    if (isLetter(code)) return this.named() && this.attributes();
    if (code === doubleQuote || code === singleQuote) return this.quoted(code) && this.attributes();
    if (isDigit(code)) return this.number();
    if (code === open) {
      this.at++;
      return this.expression() && this.take(close) && this.attributes();
    }
    if (code === openBrace) return this.items(closeBrace) && this.attributes();
    return this.sign(code);
  }

  private sign(code: number): boolean {
    if (code !== minus && code !== not && code !== plus && code !== complement) return false;
    if (this.text.charCodeAt(++this.at) === equals || ++this.depth > depthLimit || !this.operand())
      return false;
    this.depth--;
    return true;
  }

  /** A name, or the call of a function. */
  private named(): boolean {
    const start = this.at;
    this.word();
    const end = this.at;
    if (this.text.charCodeAt(end) !== open && this.skip() !== open) return true;
    // true, false, error and undefined are values, which cannot be called.
    const length = end - start;
    const mayBeValue = length === 4 || length === 5 || length === 9;
    if (mayBeValue && values.test(this.text.slice(start, end))) return false;
    return this.items(close);
  }

  private word(): void {
    const { text } = this;
    let code = text.charCodeAt(++this.at);
    while (isLetter(code) || isDigit(code)) code = text.charCodeAt(++this.at);
  }

  /** `.name` behind a value, any number of times. */
  private attributes(): boolean {
    while (this.skip() === point) {
      this.at++;
      if (!isLetter(this.skip())) return false;
      this.word();
    }
    return true;
  }

  /** What is between a bracket and the one that closes it. */
  private items(closer: number): boolean {
    this.at++;
    while (!this.take(closer)) {
      if (!this.expression()) return false;
      if (!this.take(comma)) return this.take(closer);
    }
    return true;
  }

  private quoted(quote: number): boolean {
    const { text } = this;
    for (let i = this.at + 1; i < this.limit; i++) {
      const code = text.charCodeAt(i);
      if (code === backslash) i++;
      else if (code === quote) {
        this.at = i + 1;
        return true;
      }
    }
    return false;
  }

  private number(): boolean {
    const { text } = this;
    let code = text.charCodeAt(this.at);
    const isZero = code === zero;
    const digits = (): void => {
      while (isDigit(code)) code = text.charCodeAt(++this.at);
    };
    const start = this.at;
    digits();
    if (isZero && this.at > start + 1) return false;
    if (code === point) {
      code = text.charCodeAt(++this.at);
      if (!isDigit(code)) return false;
      digits();
    }
    return code !== point && (code & caseless) !== (smallE & caseless);
  }

  private binaryOperator(): boolean {
    const { text } = this;
    const code = this.skip();
    const next = text.charCodeAt(this.at + 1);
    const length = operatorLength(code, next, text.charCodeAt(this.at + 2));
    if (length > 0) {
      this.at += length;
      return true;
    }
    if (!isLetter(code)) return false;
    const start = this.at;
    this.word();
    if (/^(?:is|isnt)$/i.test(text.slice(start, this.at))) return true;
    // A word where none can be: whoever asked finds it again.
    this.at = start;
    return false;
  }
}

const values = /^(?:true|false|undefined|error)$/i;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** How long the operator is that some characters begin with; 0 where they begin with none. */
const operatorLength = (code: number, next: number, third: number): number => {
  switch (code) {
    case equals:
      return next === equals ? 2 : third === equals && (next === question || next === not) ? 3 : 0;
    case not:
      return next === equals ? 2 : 0;
    case and:
    case or:
      return next === code ? 2 : 1;
    case less:
      return next === equals || next === less ? 2 : 1;
    case greater:
      return next === greater ? (third === greater ? 3 : 2) : next === equals ? 2 : 1;
    case slash:
      return next === slash || next === star ? 0 : 1;
    case plus:
    case minus:
    case star:
    case percent:
    case caret:
      return 1;
    default:
      return 0;
  }
};
