import { Search } from './text.ts';

/** Characters that rules look for in assignments: a bit for each kind. */
export const marks = {
  numberSign: 1,
  singleQuote: 2,
  /** What word processors and web pages put for what was typed. */
  typographic: 4,
} as const;

const noBreakSpace = '\u00A0';
/** The others: in a text whose characters all have one byte, V8 sees at once that there are none. */
const wideTypographic = /[“”„‟‘’‚‛‐‑‒–—−\u202F\u200B]/;
const anyTypographic = new RegExp(`${wideTypographic.source}|${noBreakSpace}`);

/** Looks for the characters in stretches of a text, in the order of the text: each is searched once in all. */
export class MarkSearch {
  private readonly numberSigns: Search;
  private readonly singleQuotes: Search;
  private readonly isTypographic: boolean;

  constructor(private readonly text: string) {
    this.numberSigns = new Search(text, '#');
    this.singleQuotes = new Search(text, "'");
    this.isTypographic = text.includes(noBreakSpace) || wideTypographic.test(text);
  }

  /** The bits of all that are in [start, end). */
  in(start: number, end: number): number {
    const isTypographic = this.isTypographic && anyTypographic.test(this.text.slice(start, end));
    return (
      (this.numberSigns.isIn(start, end) ? marks.numberSign : 0) |
      (this.singleQuotes.isIn(start, end) ? marks.singleQuote : 0) |
      (isTypographic ? marks.typographic : 0)
    );
  }
}
