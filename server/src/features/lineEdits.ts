import type { Edit } from '../rules/rule.ts';
import type { Span } from '../submit/index.ts';

/** The line break that a text uses. */
export const lineBreakOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** Lines after the line that a statement ends on. */
export const insertAfter = (text: string, { end }: Span, lines: readonly string[]): readonly Edit[] => {
  if (lines.length === 0) return [];
  const lineBreak = lineBreakOf(text);
  const feed = text.indexOf('\n', end);
  const at = feed < 0 ? text.length : feed + 1;
  const lead = feed < 0 ? lineBreak : '';
  return [{ start: at, end: at, newText: lead + lines.map((line) => line + lineBreak).join('') }];
};

/** Takes a statement out with the lines it is on. */
export const removeLine = (text: string, { start, end }: Span): Edit => {
  const feed = text.indexOf('\n', end);
  return {
    start: text.lastIndexOf('\n', start - 1) + 1,
    end: feed < 0 ? text.length : feed + 1,
    newText: '',
  };
};

/** Edits as LSP wants them: what is inserted where something else begins comes first. */
export const editsInOrder = (edits: readonly Edit[]): readonly Edit[] =>
  [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
