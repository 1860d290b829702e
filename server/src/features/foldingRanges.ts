import type { SubmitFile } from '../submit/index.ts';

/** Lines [from, to], counted from 0, of which the editor can hide all but the first. */
export interface FoldingRange {
  readonly from: number;
  readonly to: number;
  readonly kind: 'comment' | 'region' | undefined;
}

/** Blocks of comments, here-documents, branches of an if, lists of items, continued lines. */
export const foldingRanges = (file: SubmitFile): readonly FoldingRange[] => {
  const lineOf = lineNumbers(file.text);
  const ranges: FoldingRange[] = [];
  const add = (from: number, to: number, kind?: FoldingRange['kind']): void => {
    if (to > from) ranges.push({ from, to, kind });
  };
  const open: number[] = [];
  for (const statement of file.statements) {
    const line = lineOf(statement.start);
    switch (statement.kind) {
      case 'if':
        open.push(line);
        break;
      case 'elif':
      case 'else': {
        const from = open.pop();
        if (from === undefined) break;
        add(from, line - 1);
        open.push(line);
        break;
      }
      case 'endif': {
        const from = open.pop();
        if (from !== undefined) add(from, line);
        break;
      }
      case 'assignment':
      case 'include':
      case 'use':
      case 'message':
      case 'queue':
      case 'invalid':
        add(line, lineOf(statement.end));
    }
  }
  for (const [from, to] of commentBlocks(file)) add(from, to, 'comment');
  return ranges.sort((a, b) => a.from - b.from || b.to - a.to);
};

const lineNumbers = (text: string): ((offset: number) => number) => {
  let line = 0;
  let next = text.indexOf('\n');
  let last = 0;
  return (offset) => {
    if (offset < last) {
      // The end of a here-document or list can be behind the start of what follows only in broken texts.
      line = 0;
      next = text.indexOf('\n');
    }
    last = offset;
    while (next >= 0 && next < offset) {
      line++;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
};

/** First and last line of each run of comment lines outside statements. */
const commentBlocks = function* (file: SubmitFile): Iterable<readonly [number, number]> {
  const { text, statements } = file;
  let first = -1;
  let line = 0;
  let index = 0;
  for (let start = 0; start <= text.length; line++) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed;
    while ((statements[index]?.end ?? Infinity) < start) index++;
    const inside = (statements[index]?.start ?? Infinity) < end;
    const isComment = !inside && /^\s*#/.test(text.slice(start, end));
    if (isComment && first < 0) first = line;
    if (!isComment && first >= 0) {
      yield [first, line - 1];
      first = -1;
    }
    start = end + 1;
  }
  if (first >= 0) yield [first, line - 1];
};
