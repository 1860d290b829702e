import type { LineReader } from './lineReader.ts';
import { lineText } from './lexer.ts';
import type { SourceText } from './text.ts';
import { joinLines } from './text.ts';

/** The body of a here-document, and where it ends. */
export interface HereBody {
  readonly value: SourceText;
  readonly end: number;
  /** Whether its end is there. */
  readonly closed: boolean;
}

/** Reads the lines up to `@tag`; `start` is where the line above them ends. */
export const readHereDocument = (lines: LineReader, tag: string, start: number): HereBody => {
  const body: SourceText[] = [];
  let end = start;
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    const text = lineText(line, line.from, line.to);
    end = line.end;
    if (text.text === `@${tag}`) return { value: joinLines(body, start), end, closed: true };
    body.push(text);
  }
  return { value: joinLines(body, start), end, closed: false };
};
