import type { Piece, SourceText, Span } from './text.ts';
import { isBlank, skipBlanks, spanIn, subText, trimBlanksEnd } from './text.ts';

/**
 * One logical line. `source[from, to)` is its content: of the document itself where the line is one physical line,
 * of a glued string where continuations were joined.
 */
export interface LogicalLine extends Span {
  readonly source: string;
  readonly from: number;
  readonly to: number;
  /** Offset of the next line in the document. */
  readonly next: number;
  readonly pieces: readonly Piece[] | undefined;
  /** A comment inside a continuation that ended it, leaving its last character in the value. */
  readonly trap: Span | undefined;
  /** False for a last line without line feed, which condor_submit does not trim. */
  readonly terminated: boolean;
}

const backslash = 92;
const hash = 35;
const lineFeed = 10;

/**
 * Reads the logical line at `offset` as HTCondor's reader does; undefined at the end of the text.
 * Blank and comment lines are lines like any other. `hasNul` tells whether the text has a NUL anywhere: a NUL
 * swallows the rest of its physical line and the line feed.
 */
export const readLine = (text: string, offset: number, hasNul: boolean): LogicalLine | undefined => {
  if (offset >= text.length) return undefined;
  const end = text.indexOf('\n', offset);
  if (end < 0 || hasNul) return readGlued(text, offset, hasNul);
  const to = trimBlanksEnd(text, offset, end);
  const from = skipBlanks(text, offset, to);
  if (from < to && text.charCodeAt(to - 1) === backslash && text.charCodeAt(from) !== hash) {
    return readGlued(text, offset, hasNul);
  }
  return {
    source: text,
    from,
    to,
    start: from,
    end: to,
    next: end + 1,
    pieces: undefined,
    trap: undefined,
    terminated: true,
  };
};

/**
 * The offset of the first line at or after `offset`, the beginning of a line, that is neither blank nor a comment; of the
 * last line where there is none. Only for texts without NUL.
 */
export const skipIgnored = (text: string, offset: number): number => {
  let lineStart = offset;
  for (let at = offset; ;) {
    const code = text.charCodeAt(at);
    if (code === lineFeed) lineStart = ++at;
    else if (isBlank(code)) at++;
    else if (code === hash) {
      const end = text.indexOf('\n', at);
      if (end < 0) return lineStart;
      lineStart = at = end + 1;
    } else return lineStart;
  }
};

/** Text under construction, and where its runs come from. */
interface Glue {
  readonly parts: string[];
  readonly pieces: Piece[];
  length: number;
}

const append = (glue: Glue, text: string, from: number, to: number): void => {
  if (to <= from) return;
  glue.pieces.push({ at: glue.length, source: from });
  glue.parts.push(text.slice(from, to));
  glue.length += to - from;
};

const readGlued = (text: string, offset: number, hasNul: boolean): LogicalLine => {
  const glue: Glue = { parts: [], pieces: [], length: 0 };
  let position = offset;
  let next = offset;
  let trap: Span | undefined;
  let terminated = true;
  let fused = false;
  for (;;) {
    const feed = text.indexOf('\n', position);
    const end = feed < 0 ? text.length : feed;
    next = feed < 0 ? text.length : feed + 1;
    terminated = feed >= 0;
    const nul = hasNul ? text.slice(position, end).indexOf('\0') : -1;
    if (nul >= 0) {
      append(glue, text, fused ? position : skipBlanks(text, position, position + nul), position + nul);
      fused = true;
      position = next;
      if (terminated && next < text.length) continue;
      terminated = false;
      break;
    }
    if (!terminated) {
      append(glue, text, position, end);
      break;
    }
    const to = trimBlanksEnd(text, position, end);
    const from = fused ? Math.min(position, to) : skipBlanks(text, position, to);
    fused = false;
    if (from === to) break;
    const isComment = text.charCodeAt(from) === hash;
    if (isComment && glue.length === 0) {
      append(glue, text, from, to);
      break;
    }
    const continues = text.charCodeAt(to - 1) === backslash;
    if (!continues) {
      // Only the last character of a comment inside a continuation survives, and it spoils the value.
      append(glue, text, isComment ? to - 1 : from, to);
      if (isComment) trap = { start: from, end: to };
      break;
    }
    if (!isComment) append(glue, text, from, to - 1);
    position = next;
    if (next >= text.length) break;
  }
  const joined = glue.parts.join('');
  const to = terminated ? trimBlanksEnd(joined, 0) : joined.length;
  const whole: SourceText = { text: joined, start: offset, end: offset, pieces: glue.pieces };
  const span = to === 0 ? { start: offset, end: offset } : spanIn(whole, 0, to);
  return { source: joined, from: 0, to, ...span, next, pieces: glue.pieces, trap, terminated };
};

/** True for a line that is skipped before anything else looks at it: blank, or a comment. */
export const isSkipped = (line: LogicalLine): boolean =>
  line.from === line.to ||
  line.source.charCodeAt(line.from) === hash ||
  skipBlanks(line.source, line.from, line.to) === line.to;

/** What the parts of a line are made from. */
type LineSource = Span & Pick<LogicalLine, 'source' | 'pieces'>;

/** A part of a line's content, [from, to) as in `source`. */
export const lineText = (line: LineSource, from: number, to: number): SourceText => {
  if (line.pieces === undefined) return { text: line.source.slice(from, to), start: from, end: to };
  return subText({ text: line.source, start: line.start, end: line.end, pieces: line.pieces }, from, to);
};

/** Where a part of a line's content is in the document. */
export const lineSpan = (line: LineSource, from: number, to: number): Span =>
  line.pieces === undefined
    ? { start: from, end: to }
    : spanIn({ text: line.source, start: line.start, end: line.end, pieces: line.pieces }, from, to);
