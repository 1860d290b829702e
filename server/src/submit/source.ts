import type { NameReader } from './references.ts';

/** Where some lines of a text were exchanged: those below are `shift` characters further on than in the text before. */
interface Exchange {
  readonly before: string;
  /** The new lines, behind a character that is not theirs. */
  readonly lines: string;
  /** Where they are in the new text. */
  readonly start: number;
  readonly end: number;
  readonly shift: number;
}

/**
 * The text that statements are read from: another one after an edit. V8 puts an edited text together when a character of
 * it is read, which takes longer than all that follows from the edit: until somebody has the time, statements are read
 * where they are the same, in the text before the edit and in the lines that were exchanged.
 */
export class Source {
  private exchange: Exchange | undefined = undefined;

  constructor(
    private whole: string,
    /** Reads the names in it. */
    readonly reader: NameReader,
  ) {}

  /** The same text, whatever is to become of this one. */
  kept(): Source {
    return new Source(this.whole, this.reader);
  }

  /** Has another text from now on, which differs from the one before in whole lines. */
  edit(text: string, exchange: Exchange): void {
    this.whole = text;
    this.exchange = exchange;
  }

  /** Puts the text together; the character is of no use. */
  settle(): string {
    this.exchange = undefined;
    return this.whole.charAt(0);
  }

  /** A text to read the statement in that begins at an offset. */
  textAt(offset: number): string {
    const { exchange } = this;
    if (exchange === undefined) return this.whole;
    return isAmongNew(exchange, offset) ? exchange.lines : exchange.before;
  }

  /** How much further on the statement is there. */
  shiftAt(offset: number): number {
    const { exchange } = this;
    if (exchange === undefined || offset < exchange.start) return 0;
    return isAmongNew(exchange, offset) ? 1 - exchange.start : -exchange.shift;
  }
}

const isAmongNew = ({ start, end }: Exchange, offset: number): boolean => offset >= start && offset < end;
