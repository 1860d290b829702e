import type { LogicalLine } from './lexer.ts';
import { lineText } from './lexer.ts';
import type { SourceText } from './text.ts';
import { movedText, skipBlanks, trimBlanksEnd } from './text.ts';

/** The rows of items of a queue statement. */
export interface ItemRows extends Iterable<SourceText> {
  readonly length: number;
  readonly at: (index: number) => SourceText | undefined;
}

/** One row per line. There can be millions: each is made when it is asked for. */
export class LineRows implements ItemRows {
  private starts: number[] = [];
  private ends: number[] = [];
  /** Rows that are glued from several lines, or expanded. */
  private glued = new Map<number, SourceText>();
  /** How far the rows are from where they were read. */
  private shift = 0;

  constructor(private readonly text: string) {}

  /** The same rows, `by` characters further on in another text. */
  moved(by: number, text: string): LineRows {
    const rows = new LineRows(text);
    rows.starts = this.starts;
    rows.ends = this.ends;
    rows.glued = this.glued;
    rows.shift = this.shift + by;
    return rows;
  }

  get length(): number {
    return this.starts.length;
  }

  add(start: number, end: number): void {
    this.starts.push(start);
    this.ends.push(end);
  }

  addLine(line: LogicalLine): void {
    if (line.pieces === undefined) this.add(line.start, line.end);
    else this.addRow(lineText(line, line.from, line.to));
  }

  /** Adds a row that is no stretch of the text. */
  addRow(row: SourceText): void {
    this.glued.set(this.length, row);
    this.add(row.start, row.end);
  }

  at(index: number): SourceText | undefined {
    const { shift } = this;
    const readStart = this.starts[index];
    const readEnd = this.ends[index];
    if (readStart === undefined || readEnd === undefined) return undefined;
    const glued = this.glued.get(index);
    if (glued !== undefined) return movedText(glued, shift);
    const start = readStart + shift;
    const end = readEnd + shift;
    return { text: this.text.slice(start, end), start, end };
  }

  *[Symbol.iterator](): Iterator<SourceText> {
    for (let index = 0; index < this.length; index++) {
      const row = this.at(index);
      if (row !== undefined) yield row;
    }
  }
}

/** The lines of a file of items, trimmed; offsets are those in the file. */
export const rowsOfFile = (text: string): ItemRows => {
  const rows = new LineRows(text);
  for (let start = 0; start < text.length;) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed;
    const from = skipBlanks(text, start, end);
    rows.add(from, trimBlanksEnd(text, from, end));
    start = end + 1;
  }
  return rows;
};
