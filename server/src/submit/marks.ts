/** Characters that mean something, or that rules look for, in a stretch of text: a bit for each. */
export const marks = {
  dollar: 1,
  numberSign: 2,
  singleQuote: 4,
  /** A double quote, or a backslash, which can make one. */
  quote: 8,
  typographic: 16,
  lineFeed: 32,
} as const;

/** What word processors and web pages put for what was typed. */
export const typographic = '“”„‟‘’‚‛‐‑‒−–—\u00A0\u202F\u200B';

/** By the code of a character, its bit. */
const markOf = new Uint8Array(1 << 16);
for (const [characters, mark] of [
  ['$', marks.dollar],
  ['#', marks.numberSign],
  ["'", marks.singleQuote],
  ['"\\', marks.quote],
  [typographic, marks.typographic],
  ['\n', marks.lineFeed],
] as const)
  for (const character of characters) markOf[character.charCodeAt(0)] = mark;

/** The bits of all characters in [from, to) of a text. */
export const marksIn = (text: string, from: number, to: number): number => {
  let found = 0;
  for (let i = from; i < to; i++) found |= markOf[text.charCodeAt(i)] ?? 0;
  return found;
};
