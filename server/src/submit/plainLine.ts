import { hashOn, nameCodes, signHash } from './names.ts';
import { Search, isBlank, skipBlanks, trimBlanksEnd } from './text.ts';

const lineFeed = 10;
const plus = 43;
const equals = 61;
const backslash = 92;

/**
 * `NAME = value` or `+Attr = value` on one physical line, as most lines of a large text are: read in one pass over its
 * name, the current line in the fields, so that nothing is made for it. All else is left to the parser, which
 * would come to the same.
 */
export class PlainLine {
  start = 0;
  /** Whether it begins with a `+`. */
  isSigned = false;
  /** Behind the `+`. */
  nameFrom = 0;
  nameEnd = 0;
  /** With what the `+` stands for. */
  nameHash = 0;
  valueFrom = 0;
  /** The first `$` of the value, -1 without one. */
  dollarAt = -1;
  end = 0;
  /** Where the next line begins. */
  next = 0;

  private readonly dollars: Search;

  constructor(readonly text: string) {
    this.dollars = new Search(text, '$');
  }

  /** Reads the line at `offset`, or of which that is the first character; false when it is another kind of line. */
  read(offset: number): boolean {
    const { text } = this;
    const { length } = text;
    const start = skipBlanks(text, offset);
    const isSigned = text.charCodeAt(start) === plus;
    let at = isSigned ? start + 1 : start;
    let hash = isSigned ? signHash : 0;
    this.start = start;
    this.isSigned = isSigned;
    this.nameFrom = at;
    for (; at < length; at++) {
      const code = nameCodes[text.charCodeAt(at)] ?? 0;
      if (code === 0) break;
      hash = hashOn(hash, code);
    }
    this.nameHash = hash;
    this.nameEnd = at;
    while (isBlank(text.charCodeAt(at)) && text.charCodeAt(at) !== lineFeed) at++;
    if (this.nameEnd === this.nameFrom || text.charCodeAt(at) !== equals || this.isKeyword()) return false;
    return this.readValue(at + 1);
  }

  private readValue(from: number): boolean {
    const { text } = this;
    const feed = text.indexOf('\n', from);
    // condor_submit does not trim a last line without line feed.
    if (feed < 0) return false;
    const end = trimBlanksEnd(text, from, feed);
    if (text.charCodeAt(end - 1) === backslash) return false;
    const dollarAt = this.dollars.from(from);
    this.end = end;
    this.valueFrom = skipBlanks(text, from, end);
    this.dollarAt = dollarAt < end ? dollarAt : -1;
    this.next = feed + 1;
    return true;
  }

  /** Whether the name may be `if`, `elif`, `else`, `endif` or `queue`. */
  private isKeyword(): boolean {
    const { text, nameFrom, nameEnd } = this;
    const length = nameEnd - nameFrom;
    if (length < 2 || length > 5) return false;
    const first = (text.charCodeAt(nameFrom) | 32) - 97;
    return first === 4 || first === 8 || first === 16;
  }
}
