import { isBlank, isLetter } from './text.ts';

const [doubleQuote, singleQuote, backslash] = [34, 39, 92];
const [open, close, openBrace, closeBrace] = [40, 41, 123, 125];
const [comma, point, slash, star, colon, question] = [44, 46, 47, 42, 58, 63];
const [minus, plus, not, complement, equals, less, greater, and, or] = [45, 43, 33, 126, 61, 60, 62, 38, 124];
const [zero, percent, caret, smallE, caseBit] = [48, 37, 94, 101, 32];

/** Nesting beyond it is left to the parser. */
const depthLimit = 50;

/**
 * Whether a text, or its part [from, to) with a blank behind it, is certainly a ClassAd expression. Makes nothing at
 * all, which takes most of a parse: the parser is asked about what is left, such as records, subscripts, comments and
 * rarer forms of numbers.
 */
export const isPlainExpression = (text: string, from = 0, to = text.length): boolean =>
  expressionEnd(text, afterBlanks(text, from, to), to, 1) === to;

/*
 * Each of the functions below takes where something begins, and tells where the next thing does behind it and the
 * blanks: `limit` at the end, where there is a blank or nothing, so that no token goes on.
 */

/** What they tell where the thing is not certainly there. */
const nowhere = -1;

const afterBlanks = (text: string, from: number, limit: number): number => {
  let at = from;
  while (at < limit && isBlank(text.charCodeAt(at))) at++;
  return at;
};

/** Operands with operators between them: how these bind does not matter. */
const expressionEnd = (text: string, from: number, limit: number, depth: number): number => {
  if (depth > depthLimit) return nowhere;
  for (let at = from; ;) {
    at = operandEnd(text, at, limit, depth);
    if (at < 0) return nowhere;
    const length = operatorLength(text, at);
    if (length > 0) at = afterBlanks(text, at + length, limit);
    else return text.charCodeAt(at) === question ? alternativesEnd(text, at + 1, limit, depth + 1) : at;
  }
};

const alternativesEnd = (text: string, from: number, limit: number, depth: number): number => {
  let at = from;
  if (text.charCodeAt(at) !== colon) at = expressionEnd(text, afterBlanks(text, at, limit), limit, depth);
  if (at < 0 || text.charCodeAt(at) !== colon) return nowhere;
  return expressionEnd(text, afterBlanks(text, at + 1, limit), limit, depth);
};

const operandEnd = (text: string, from: number, limit: number, depth: number): number => {
  const code = text.charCodeAt(from);
  const kind = wordKinds[code];
  if (kind === letter) return namedEnd(text, from, limit, depth);
  if (kind === digit) return numberEnd(text, from, limit);
  switch (code) {
    case doubleQuote:
    case singleQuote:
      return quotedEnd(text, from + 1, limit, code);
    case open: {
      const at = expressionEnd(text, afterBlanks(text, from + 1, limit), limit, depth + 1);
      if (at < 0 || text.charCodeAt(at) !== close) return nowhere;
      return attributesEnd(text, at + 1, limit);
    }
    case openBrace:
      return itemsEnd(text, from + 1, limit, depth, closeBrace);
    case minus:
    case plus:
    case not:
    case complement:
      if (text.charCodeAt(from + 1) === equals || depth >= depthLimit) return nowhere;
      return operandEnd(text, afterBlanks(text, from + 1, limit), limit, depth + 1);
    default:
      return nowhere;
  }
};

/** A name, or the call of a function. */
const namedEnd = (text: string, from: number, limit: number, depth: number): number => {
  const end = wordEnd(text, from);
  const at = afterBlanks(text, end, limit);
  if (text.charCodeAt(at) !== open) return attributesEnd(text, at, limit);
  // These are values, which cannot be called.
  if (values.some((value) => isWord(text, from, end, value))) return nowhere;
  return itemsEnd(text, at + 1, limit, depth, close);
};

const values = ['true', 'false', 'undefined', 'error'];

/** Whether a word is another, which has lower case letters alone. */
const isWord = (text: string, from: number, end: number, other: string): boolean => {
  if (end - from !== other.length) return false;
  for (let i = 0; i < other.length; i++)
    if ((text.charCodeAt(from + i) | caseBit) !== other.charCodeAt(i)) return false;
  return true;
};

const wordEnd = (text: string, from: number): number => {
  let at = from + 1;
  while ((wordKinds[text.charCodeAt(at)] ?? 0) > 0) at++;
  return at;
};

/** `.name` behind a value, any number of times. */
const attributesEnd = (text: string, from: number, limit: number): number => {
  let at = afterBlanks(text, from, limit);
  while (text.charCodeAt(at) === point) {
    at = afterBlanks(text, at + 1, limit);
    if (wordKinds[text.charCodeAt(at)] !== letter) return nowhere;
    at = afterBlanks(text, wordEnd(text, at), limit);
  }
  return at;
};

/** What is between a bracket and the one that closes it. */
const itemsEnd = (text: string, from: number, limit: number, depth: number, closer: number): number => {
  let at = afterBlanks(text, from, limit);
  while (text.charCodeAt(at) !== closer) {
    at = expressionEnd(text, at, limit, depth + 1);
    if (at < 0) return nowhere;
    if (text.charCodeAt(at) === comma) at = afterBlanks(text, at + 1, limit);
    else if (text.charCodeAt(at) !== closer) return nowhere;
  }
  return attributesEnd(text, at + 1, limit);
};

const quotedEnd = (text: string, from: number, limit: number, quote: number): number => {
  for (let at = from; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === backslash) at++;
    else if (code === quote) return attributesEnd(text, at + 1, limit);
  }
  return nowhere;
};

const numberEnd = (text: string, from: number, limit: number): number => {
  let at = digitsEnd(text, from);
  if (text.charCodeAt(from) === zero && at > from + 1) return nowhere;
  if (text.charCodeAt(at) === point) {
    const fraction = at + 1;
    at = digitsEnd(text, fraction);
    if (at === fraction) return nowhere;
  }
  const code = text.charCodeAt(at);
  return code === point || (code | caseBit) === smallE ? nowhere : afterBlanks(text, at, limit);
};

const digitsEnd = (text: string, from: number): number => {
  let at = from;
  while (wordKinds[text.charCodeAt(at)] === digit) at++;
  return at;
};

/** How long the operator between two operands is that begins at an offset; 0 where there is none. */
const operatorLength = (text: string, at: number): number => {
  const code = text.charCodeAt(at);
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
      return wordKinds[code] === letter ? wordOperatorLength(text, at) : 0;
  }
};

const wordOperatorLength = (text: string, from: number): number => {
  const end = wordEnd(text, from);
  return isWord(text, from, end, 'is') || isWord(text, from, end, 'isnt') ? end - from : 0;
};

const [letter, digit] = [1, 2];

/** By the code of a character, whether it is a letter or a digit; 0 for all others. */
const wordKinds = new Uint8Array(1 << 16);
for (let code = 0; code < 128; code++) {
  if (isLetter(code)) wordKinds[code] = letter;
  if (code >= zero && code < zero + 10) wordKinds[code] = digit;
}
