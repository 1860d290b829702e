/** Characters that mean something, or that rules look for, in a stretch of text: a bit for each. */
export const marks = {
  dollar: 1,
  numberSign: 2,
  singleQuote: 4,
  /** A double quote, or a backslash, which can make one. */
  quote: 8,
  beyondAscii: 16,
  lineFeed: 32,
} as const;

/** By the code of a character, its bit. */
export const markOf = new Uint8Array(1 << 16).fill(marks.beyondAscii, 128);
markOf['$'.charCodeAt(0)] = marks.dollar;
markOf['#'.charCodeAt(0)] = marks.numberSign;
markOf["'".charCodeAt(0)] = marks.singleQuote;
markOf['"'.charCodeAt(0)] = marks.quote;
markOf['\\'.charCodeAt(0)] = marks.quote;
markOf['\n'.charCodeAt(0)] = marks.lineFeed;

/** The bits of all characters in [from, to) of a text. */
export const marksIn = (text: string, from: number, to: number): number => {
  let found = 0;
  for (let i = from; i < to; i++) found |= markOf[text.charCodeAt(i)] ?? 0;
  return found;
};
