import type { LineReader } from './lineReader.ts';
import type { Piece, SourceText } from './text.ts';

/** The body of a here-document, and where it ends. */
export interface HereBody {
  readonly value: SourceText;
  readonly end: number;
  /** Whether its end is there. */
  readonly closed: boolean;
}

/** Reads the lines up to `@tag`; `start` is where the line above them ends. */
export const readHereDocument = (lines: LineReader, tag: string, start: number): HereBody => {
  const parts: string[] = [];
  const pieces: Piece[] = [];
  const body = { start, end: start };
  let length = 0;
  const last = `@${tag}`;
  const bodyOf = (end: number, closed: boolean): HereBody => ({
    value: { text: parts.join('\n'), ...body, pieces },
    end,
    closed,
  });
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    const text = line.source.slice(line.from, line.to);
    if (text === last) return bodyOf(line.end, true);
    if (parts.length === 0) body.start = line.start;
    body.end = line.end;
    if (line.pieces === undefined) pieces.push({ at: length, source: line.start });
    else
      for (const { at, source } of line.pieces)
        // What is trimmed off the end of the line is not in the text.
        if (at < text.length) pieces.push({ at: length + at, source });
    parts.push(text);
    // Each line feed belongs to the line before it.
    length += text.length + 1;
  }
  return bodyOf(body.end, false);
};
