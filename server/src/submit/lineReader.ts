import type { LineRows } from './itemRows.ts';
import type { LogicalLine } from './lexer.ts';
import { isSkipped, readLine, skipIgnored } from './lexer.ts';
import { PlainLine } from './plainLine.ts';

const hash = 35;

/** Goes through the logical lines of a text. */
export class LineReader {
  /** A NUL swallows the end of its line, so that nothing can be told from a line feed alone. */
  readonly hasNul: boolean;
  /** The line that nextPlain has gone to. */
  readonly plain: PlainLine;

  constructor(
    readonly text: string,
    /** Where the next line begins. */
    private offset: number,
  ) {
    this.hasNul = text.includes('\0');
    this.plain = new PlainLine(text);
  }

  /** Goes to the next line where that is a plain assignment; else stays before it. */
  nextPlain(): boolean {
    const { plain } = this;
    const isPlain = plain.read(this.offset);
    this.offset = isPlain ? plain.next : plain.lineStart;
    return isPlain;
  }

  /** The next line that is neither blank nor a comment; undefined at the end. */
  next(): LogicalLine | undefined {
    for (;;) {
      const offset = this.hasNul ? this.offset : skipIgnored(this.text, this.offset);
      const line = readLine(this.text, offset, this.hasNul);
      if (line === undefined) return undefined;
      this.offset = line.next;
      if (!isSkipped(line)) return line;
    }
  }

  /** The next line of an item list: comments are skipped, blank lines are items. */
  nextItem(): LogicalLine | undefined {
    for (;;) {
      const line = readLine(this.text, this.offset, this.hasNul);
      if (line === undefined) return undefined;
      this.offset = line.next;
      if (line.source.charCodeAt(line.from) !== hash) return line;
    }
  }

  /** Takes as many lines of an item list as are a row each, without looking at them further. */
  takeRows(rows: LineRows): void {
    if (!this.hasNul) this.offset = rows.takeLines(this.offset);
  }
}
