import { isBlank, isLetter } from './text.ts';

const [doubleQuote, singleQuote, backslash] = [34, 39, 92];
const [open, close, openBrace, closeBrace] = [40, 41, 123, 125];
const [comma, point, slash, star, colon, question] = [44, 46, 47, 42, 58, 63];
const [minus, plus, not, complement, equals, less, greater, and, or] = [45, 43, 33, 126, 61, 60, 62, 38, 124];
const [zero, percent, caret, smallE, caseBit] = [48, 37, 94, 101, 32];

/** What can be open: parentheses around an expression, a call, a list, what is between `?` and `:`. */
const [group, call, list, choice] = [0, 1, 2, 3];
/** Nothing is open: everything that is takes two bits, the innermost the last ones. */
const nothing = 1;
/** What is nested more deeply, or has more signs and choices, is left to the parser. */
const openLimit = 1 << 28;
const countLimit = 50;

/** What was there last: behind the first two there can only be an operand or, behind `opening`, the end of a list. */
const [operator, opening, name, number, other] = [0, 1, 2, 3, 4];

/**
 * Whether a text, or its part [from, to) with a blank behind it, is certainly a ClassAd expression. Looks at each
 * character once and makes nothing: a tree takes most of a parse. The parser is asked about what is left, such as
 * records, subscripts, comments and rarer forms of numbers.
 */
export const isPlainExpression = (text: string, from = 0, to = text.length): boolean => {
  let last = operator;
  let opened = nothing;
  let count = 0;
  let nameFrom = from;
  let nameEnd = from;
  for (let at = from; at < to;) {
    const code = text.charCodeAt(at);
    const kind = kinds[code];
    if (kind === blank) {
      at++;
      continue;
    }
    if (last <= opening) {
      if (kind === letter) {
        nameFrom = at;
        at = nameEnd = wordEnd(text, at, to);
        last = name;
        continue;
      }
      if (kind === digit) {
        at = numberEnd(text, at, to);
        if (at < 0) return false;
        last = number;
        continue;
      }
      switch (code) {
        case doubleQuote:
        case singleQuote:
          at = quotedEnd(text, at + 1, to, code);
          if (at < 0) return false;
          last = other;
          continue;
        case open:
        case openBrace:
          if (opened >= openLimit) return false;
          opened = (opened << 2) | (code === open ? group : list);
          last = code === open ? operator : opening;
          at++;
          continue;
        case minus:
        case plus:
        case not:
        case complement:
          if (text.charCodeAt(++at) === equals || ++count > countLimit) return false;
          last = operator;
          continue;
        case close:
        case closeBrace:
          if (last !== opening || (opened & 3) !== (code === close ? call : list)) return false;
          opened >>= 2;
          last = other;
          at++;
          continue;
        default:
          return false;
      }
    }
    switch (code) {
      case open:
        if (last !== name || opened >= openLimit || isValue(text, nameFrom, nameEnd)) return false;
        opened = (opened << 2) | call;
        last = opening;
        at++;
        continue;
      case point:
        if (last === number) return false;
        at++;
        while (at < to && kinds[text.charCodeAt(at)] === blank) at++;
        if (kinds[text.charCodeAt(at)] !== letter) return false;
        at = wordEnd(text, at, to);
        last = other;
        continue;
      case comma:
        if (opened === nothing || ((opened & 3) !== call && (opened & 3) !== list)) return false;
        last = opening;
        at++;
        continue;
      case close:
      case closeBrace: {
        if (opened === nothing) return false;
        const top = opened & 3;
        if (code === closeBrace ? top !== list : top !== group && top !== call) return false;
        opened >>= 2;
        last = other;
        at++;
        continue;
      }
      case question:
        if (++count > countLimit) return false;
        if (text.charCodeAt(++at) === colon) at++;
        else {
          if (opened >= openLimit) return false;
          opened = (opened << 2) | choice;
        }
        last = operator;
        continue;
      case colon:
        if (opened === nothing || (opened & 3) !== choice) return false;
        opened >>= 2;
        last = operator;
        at++;
        continue;
      default: {
        const length = operatorLength(text, at, to, code);
        if (length === 0) return false;
        at += length;
        last = operator;
      }
    }
  }
  return last > opening && opened === nothing;
};

/** Whether the word at an offset is a value, which cannot be called. */
const isValue = (text: string, from: number, end: number): boolean => {
  if (isWord(text, from, end, 'true') || isWord(text, from, end, 'false')) return true;
  return isWord(text, from, end, 'undefined') || isWord(text, from, end, 'error');
};

const quotedEnd = (text: string, from: number, limit: number, quote: number): number => {
  for (let at = from; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === backslash) at++;
    else if (code === quote) return at + 1;
  }
  return -1;
};

/** Whether a word is another, which has lower case letters alone. */
const isWord = (text: string, from: number, end: number, other: string): boolean => {
  if (end - from !== other.length) return false;
  for (let i = 0; i < other.length; i++)
    if ((text.charCodeAt(from + i) | caseBit) !== other.charCodeAt(i)) return false;
  return true;
};

const wordEnd = (text: string, from: number, to: number): number => {
  let at = from + 1;
  while (at < to && ((kinds[text.charCodeAt(at)] ?? 0) & (letter | digit)) !== 0) at++;
  return at;
};

const numberEnd = (text: string, from: number, to: number): number => {
  let at = digitsEnd(text, from, to);
  if (text.charCodeAt(from) === zero && at > from + 1) return -1;
  if (text.charCodeAt(at) === point) {
    const fraction = at + 1;
    at = digitsEnd(text, fraction, to);
    if (at === fraction) return -1;
  }
  const code = text.charCodeAt(at);
  return code === point || (code | caseBit) === smallE ? -1 : at;
};

const digitsEnd = (text: string, from: number, to: number): number => {
  let at = from;
  while (at < to && kinds[text.charCodeAt(at)] === digit) at++;
  return at;
};

/** How long the operator between two operands is that begins at an offset; 0 where there is none. */
const operatorLength = (text: string, at: number, to: number, code: number): number => {
  const next = text.charCodeAt(at + 1);
  switch (code) {
    case equals:
      if (next === equals) return 2;
      return (next === question || next === not) && text.charCodeAt(at + 2) === equals ? 3 : 0;
    case not:
      return next === equals ? 2 : 0;
    case and:
    case or:
      return next === code ? 2 : 1;
    case less:
      return next === equals || next === less ? 2 : 1;
    case greater:
      if (next === greater) return text.charCodeAt(at + 2) === greater ? 3 : 2;
      return next === equals ? 2 : 1;
    case slash:
      return next === slash || next === star ? 0 : 1;
    case plus:
    case minus:
    case star:
    case percent:
    case caret:
      return 1;
    default:
      return kinds[code] === letter ? wordOperatorLength(text, at, to) : 0;
  }
};

const wordOperatorLength = (text: string, from: number, to: number): number => {
  const end = wordEnd(text, from, to);
  return isWord(text, from, end, 'is') || isWord(text, from, end, 'isnt') ? end - from : 0;
};

const [letter, digit, blank] = [1, 2, 4];

/** By the code of a character, whether it is a letter, a digit or blank; 0 for all others. */
const kinds = new Uint8Array(1 << 16);
for (let code = 0; code < 128; code++) {
  if (isLetter(code)) kinds[code] = letter;
  if (isBlank(code)) kinds[code] = blank;
  if (code >= zero && code < zero + 10) kinds[code] = digit;
}
