import { skipIgnored } from './lexer.ts';
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
  /** Where the line begins, of another kind too. */
  lineStart = 0;
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

  /** Reads the first line from `offset` on that is neither blank nor a comment; false when it is of another kind. */
  read(offset: number): boolean {
    const { text } = this;
    const { length } = text;
    const lineStart = skipIgnored(text, offset);
    const start = skipBlanks(text, lineStart);
    const isSigned = text.charCodeAt(start) === plus;
    const nameFrom = isSigned ? start + 1 : start;
    let at = nameFrom;
    let hash = isSigned ? signHash : 0;
    for (; at < length; at++) {
      const code = nameCodes[text.charCodeAt(at)] ?? 0;
      if (code === 0) break;
      hash = hashOn(hash, code);
    }
    const nameEnd = at;
    while (isBlank(text.charCodeAt(at)) && text.charCodeAt(at) !== lineFeed) at++;
    this.lineStart = lineStart;
    if (nameEnd === nameFrom || text.charCodeAt(at) !== equals) return false;
    if (nameEnd - nameFrom <= 5 && mayBeginKeyword(text.charCodeAt(nameFrom))) return false;
    const feed = text.indexOf('\n', at);
    // condor_submit does not trim a last line without line feed.
    if (feed < 0) return false;
    const end = trimBlanksEnd(text, at + 1, feed);
    if (text.charCodeAt(end - 1) === backslash) return false;
    const dollarAt = this.dollars.from(at);
    this.start = start;
    this.isSigned = isSigned;
    this.nameFrom = nameFrom;
    this.nameEnd = nameEnd;
    this.nameHash = hash;
    this.valueFrom = skipBlanks(text, at + 1, end);
    this.dollarAt = dollarAt < end ? dollarAt : -1;
    this.end = end;
    this.next = feed + 1;
    return true;
  }
}

/** Whether a letter is the first of `if`, `elif`, `else`, `endif` or `queue`, in any case. */
const mayBeginKeyword = (code: number): boolean => {
  const lower = code | 32;
  return lower === 101 || lower === 105 || lower === 113;
};
