import { isBlank } from './text.ts';

export interface ExpressionToken {
  /** `open`: a string or name in quotes whose end is missing. */
  readonly kind: 'number' | 'string' | 'name' | 'quoted-name' | 'operator' | 'end' | 'open';
  /** Without its quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const longOperators = new Set(['=?=', '=!=', '>>>', '||', '&&', '==', '!=', '<=', '>=', '<<', '>>', '?:']);
/** As condor_submit reads them: no hexadecimal numbers, no leading zeros, no scales, and a digit after the point. */
const numberPattern = /\d*\.\d+(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+|(?:0|[1-9]\d*)(?![\d.])/y;
/** For texts with blanks beyond ASCII, and for comments. */
const blankPattern = /(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;

const slash = 47;
const point = 46;

/** The token at or after `from`, blanks and comments skipped. */
export const readToken = (text: string, from: number): ExpressionToken => {
  let start = from;
  while (isBlank(text.charCodeAt(start))) start++;
  let code = text.charCodeAt(start);
  if (code === slash || code > 127) {
    start = matchEnd(blankPattern, text, start);
    code = text.charCodeAt(start);
  }
  if (start >= text.length) return { kind: 'end', text: '', start: text.length, end: text.length };
  if (isLetter(code)) {
    let end = start + 1;
    while (isLetter(text.charCodeAt(end)) || isDigit(text.charCodeAt(end))) end++;
    return { kind: 'name', text: text.slice(start, end), start, end };
  }
  if (code === 34 || code === 39) return readQuoted(text, start, code);
  if (isDigit(code) || code === point) {
    const end = matchEnd(numberPattern, text, start);
    if (end > start) return { kind: 'number', text: text.slice(start, end), start, end };
    // What looks like a number and is none is wrong as a whole.
    const wrong = matchEnd(/[\d.]+/y, text, start);
    if (isDigit(code)) return { kind: 'operator', text: text.slice(start, wrong), start, end: wrong };
  }
  const length = operatorLength(text, start, code);
  return { kind: 'operator', text: text.slice(start, start + length), start, end: start + length };
};

const isLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const matchEnd = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
};

/** Only operators that begin with one of `! & < = > ? |` are longer than one character. */
const operatorLength = (text: string, start: number, code: number): number => {
  const canBeLong = code === 33 || code === 38 || (code >= 60 && code <= 63) || code === 124;
  if (!canBeLong) return 1;
  if (longOperators.has(text.slice(start, start + 3))) return Math.min(3, text.length - start);
  return longOperators.has(text.slice(start, start + 2)) ? 2 : 1;
};

const readQuoted = (text: string, start: number, quote: number): ExpressionToken => {
  let i = start + 1;
  while (i < text.length && text.charCodeAt(i) !== quote) i += text.charCodeAt(i) === 92 ? 2 : 1;
  const kind = i >= text.length ? 'open' : quote === 34 ? 'string' : 'quoted-name';
  return { kind, text: text.slice(start + 1, i), start, end: Math.min(i + 1, text.length) };
};
