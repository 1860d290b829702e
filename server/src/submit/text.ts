/** Half-open range of UTF-16 offsets in the source. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The part [start, end) of a text. */
export interface Stretch extends Span {
  readonly text: string;
}

/** Where a run of a glued text comes from. */
export interface Piece {
  /** Offset in the glued text at which the run begins. */
  readonly at: number;
  /** Offset in the source. */
  readonly source: number;
  /** Set when the run replaced a macro reference: the length of the reference in the source. */
  readonly replaced?: number;
}

/** Text of the source, possibly glued from several physical lines; without `pieces` it is one stretch. */
export interface SourceText extends Span {
  readonly text: string;
  readonly pieces?: readonly Piece[] | undefined;
}

/** C's isspace() in the C locale: what condor_submit trims and separates by. U+00A0 is not blank to it. */
export const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** [A-Za-z0-9_./]: the characters of a command or macro name. */
export const isNameCode = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 46 && code <= 57) || code === 95;

/** [A-Za-z_]: the characters of a macro function's name, and those that a ClassAd name begins with. */
export const isLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;

/** A text in lower case: itself where it has no capitals, as most names, which saves a copy. */
export const lowerCase = (text: string): string => {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code >= 65 && code <= 90) || code > 127) return text.toLowerCase();
  }
  return text;
};

/** Which letters a word has, any case: a bit for each, shared by some characters. */
export const lettersOf = (word: string): number => {
  let letters = 0;
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31);
  return letters;
};

/** Looks for a character in stretches of a text: where these are in the order of the text, it is searched once in all. */
export class Search {
  /** Between the two there is none. */
  private since = 0;
  private found = -1;

  constructor(
    readonly text: string,
    private readonly character: string,
  ) {}

  /** The first place of the character at `start` or behind it; the length of the text where there is none. */
  from(start: number): number {
    if (this.found < start || start < this.since) {
      this.since = start;
      const next = this.text.indexOf(this.character, start);
      this.found = next < 0 ? this.text.length : next;
    }
    return this.found;
  }

  isIn(start: number, end: number): boolean {
    return this.from(start) < end;
  }
}

/** The first offset at or after `from` that is not blank; at most `to`. */
export const skipBlanks = (text: string, from: number, to = text.length): number => {
  let i = from;
  while (i < to && isBlank(text.charCodeAt(i))) i++;
  return i;
};

/** The offset after the last character before `to` that is not blank; at least `from`. */
export const trimBlanksEnd = (text: string, from: number, to = text.length): number => {
  let i = to;
  while (i > from && isBlank(text.charCodeAt(i - 1))) i--;
  return i;
};

const pieceAt = (pieces: readonly Piece[], offset: number): Piece | undefined => {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const piece = pieces[middle];
    if (piece !== undefined && piece.at <= offset) low = middle;
    else high = middle - 1;
  }
  return pieces[low];
};

/** Where the characters [from, to) of a text are in the source; of a replaced reference, all of it. */
export const spanIn = (value: SourceText, from: number, to: number): Span => {
  if (value.pieces === undefined) return { start: value.start + from, end: value.start + to };
  const first = pieceAt(value.pieces, from);
  if (first === undefined) return { start: value.start, end: value.end };
  const start = first.replaced === undefined ? first.source + (from - first.at) : first.source;
  if (to <= from) return { start, end: start };
  const last = pieceAt(value.pieces, to - 1) ?? first;
  const end = last.replaced === undefined ? last.source + (to - last.at) : last.source + last.replaced;
  return { start, end: Math.max(start, end) };
};

/** The offset in a text of a place in the source: of the nearest character at or after it; at most the length. */
export const offsetIn = (value: SourceText, source: number): number => {
  const { pieces, text } = value;
  if (pieces === undefined) return Math.max(0, Math.min(text.length, source - value.start));
  for (const [index, piece] of pieces.entries()) {
    const end = pieces[index + 1]?.at ?? text.length;
    if (source <= piece.source) return piece.at;
    if (
      piece.replaced === undefined
        ? source <= piece.source + (end - piece.at)
        : source < piece.source + piece.replaced
    )
      return piece.replaced === undefined ? piece.at + (source - piece.source) : piece.at;
  }
  return text.length;
};

/** The same span, `by` characters further on. */
export const movedSpan = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by });

/** The same text, `by` characters further on in the source. */
export const movedText = (value: SourceText, by: number): SourceText => {
  if (by === 0) return value;
  const pieces = value.pieces?.map((piece) => ({ ...piece, source: piece.source + by }));
  return { text: value.text, start: value.start + by, end: value.end + by, pieces };
};

/** A part of a text, with the mapping kept. */
export const subText = (value: SourceText, from: number, to: number): SourceText => {
  const span = spanIn(value, from, to);
  const text = value.text.slice(from, to);
  if (value.pieces === undefined) return { text, ...span };
  const first = pieceAt(value.pieces, from);
  const pieces: Piece[] = [];
  for (const piece of value.pieces) {
    if (piece === first) {
      const moved = piece.replaced === undefined ? piece.source + (from - piece.at) : piece.source;
      pieces.push({ ...piece, at: 0, source: moved });
    } else if (piece.at > from && piece.at < to) pieces.push({ ...piece, at: piece.at - from });
  }
  return { text, ...span, pieces };
};

/** The words of a text that are separated by blanks or any character of `separators`, without empty ones. */
export const wordsOf = (value: SourceText, separators = ''): readonly SourceText[] => {
  const words: SourceText[] = [];
  const { text } = value;
  let start = -1;
  for (let i = 0; i <= text.length; i++) {
    const between = i === text.length || isBlank(text.charCodeAt(i)) || separators.includes(text.charAt(i));
    if (between && start >= 0) words.push(subText(value, start, i));
    if (between) start = -1;
    else if (start < 0) start = i;
  }
  return words;
};

/** The parts of a text between single characters of `separators`, trimmed, empty ones left out. */
export const partsOf = (value: SourceText, separators: string): readonly SourceText[] => {
  const parts: SourceText[] = [];
  const { text } = value;
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    if (i < text.length && !separators.includes(text.charAt(i))) continue;
    const from = skipBlanks(text, start, i);
    const to = trimBlanksEnd(text, from, i);
    if (to > from) parts.push(subText(value, from, to));
    start = i + 1;
  }
  return parts;
};
