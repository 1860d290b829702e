import { filledByCommas, filledColumns } from './columns.ts';
import type { LogicalLine } from './lexer.ts';
import { lineText } from './lexer.ts';
import { Numbers } from './numbers.ts';
import type { SourceText } from './text.ts';
import { movedSpan, movedText, skipBlanks, trimBlanksEnd } from './text.ts';

const backslash = 92;
const close = 41;
const hash = 35;

/** The rows of items of a queue statement. */
export interface ItemRows extends Iterable<SourceText> {
  readonly length: number;
  readonly at: (index: number) => SourceText | undefined;
}

/** One row per line. There can be millions: each is made when it is asked for. */
export class LineRows implements ItemRows {
  /** Where each row begins, and where it ends. */
  private bounds = new Numbers();
  /** Rows that are glued from several lines, or expanded. */
  private glued = new Map<number, SourceText>();
  /** How far the rows are now from where they were read. */
  private shift = 0;

  constructor(private readonly text: string) {}

  /** The same rows, `by` characters further on in another text: they are read where they were first. */
  moved(by: number): LineRows {
    const rows = new LineRows(this.text);
    rows.bounds = this.bounds;
    rows.glued = this.glued;
    rows.shift = this.shift + by;
    return rows;
  }

  get length(): number {
    return this.bounds.length / 2;
  }

  add(start: number, end: number): void {
    this.bounds.push(start);
    this.bounds.push(end);
  }

  /** Where the last row ends. */
  get end(): number {
    return this.bounds.length === 0 ? 0 : this.bounds.at(this.bounds.length - 1);
  }

  /**
   * Adds the lines from an offset of the text on as long as each is a row, trimmed, or a comment, which is none; the
   * offset of the first line that is neither.
   */
  takeLines(from: number): number {
    const { text } = this;
    for (let lineStart = from; ;) {
      const feed = text.indexOf('\n', lineStart);
      if (feed < 0) return lineStart;
      const end = trimBlanksEnd(text, lineStart, feed);
      const start = skipBlanks(text, lineStart, end);
      const first = text.charCodeAt(start);
      if (first !== hash || start === end) {
        if (start < end && (first === close || text.charCodeAt(end - 1) === backslash)) return lineStart;
        this.add(start, end);
      }
      lineStart = feed + 1;
    }
  }

  /** The numbers of the rows of which fewer than `columns` columns are filled. */
  unfilled(columns: number): readonly number[] {
    const { text, bounds, glued } = this;
    const isFilled = filledByCommas(text, bounds.at(0), this.end);
    const found: number[] = [];
    for (let index = 0; index < this.length; index++) {
      const start = bounds.at(2 * index);
      const end = bounds.at(2 * index + 1);
      const row = glued.size === 0 ? undefined : glued.get(index)?.text;
      if (row === undefined && isFilled(start, end, columns)) continue;
      const filled =
        row === undefined
          ? filledColumns(text, start, end, columns)
          : filledColumns(row, 0, row.length, columns);
      if (filled < columns) found.push(index);
    }
    return found;
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
    const { bounds, shift } = this;
    if (index < 0 || index >= this.length) return undefined;
    const glued = this.glued.get(index);
    if (glued !== undefined) return movedText(glued, shift);
    const start = bounds.at(2 * index);
    const end = bounds.at(2 * index + 1);
    return { text: this.text.slice(start, end), ...movedSpan({ start, end }, shift) };
  }

  *[Symbol.iterator](): Iterator<SourceText> {
    for (let index = 0; index < this.length; index++) {
      const row = this.at(index);
      if (row !== undefined) yield row;
    }
  }
}

/** The rows of which fewer than `columns` columns are filled: the others are not made. */
export const unfilledRows = function* (rows: ItemRows, columns: number): Iterable<SourceText> {
  if (!(rows instanceof LineRows)) {
    for (const row of rows) if (filledColumns(row.text, 0, row.text.length, columns) < columns) yield row;
    return;
  }
  for (const index of rows.unfilled(columns)) {
    const row = rows.at(index);
    if (row !== undefined) yield row;
  }
};

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
