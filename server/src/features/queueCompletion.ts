import type { Queue, Span } from '../submit/index.ts';
import type { Completion } from './completion.ts';

const sources: readonly (readonly [string, string])[] = [
  ['in', 'Items in parentheses: queue x in (a b c).'],
  ['from', 'Rows of a list or a file, one job each: queue x, y from FILE.'],
  ['matching', 'Names of files that match a pattern: queue x matching *.dat.'],
];

const kinds: readonly (readonly [string, string])[] = [
  ['files', 'Plain files only.'],
  ['dirs', 'Directories only.'],
  ['any', 'Files and directories.'],
];

/** The words of a queue statement that can come at the cursor; none inside a list of items. */
export const queueCompletions = (
  { keyword }: Queue,
  text: string,
  offset: number,
  span: Span,
): readonly Completion[] => {
  const before = text.slice(keyword.end, span.start);
  if (/[\n(]/.test(text.slice(keyword.end, offset))) return [];
  const mode = /(?:^|\s)(in|from|matching)\s+$/i.exec(before)?.[1]?.toLowerCase();
  const chosen = /(?:^|\s)(?:in|from|matching)\s/i.test(before);
  const words =
    mode === 'matching'
      ? kinds
      : mode === 'from'
        ? ([['table', 'A table whose first row names the variables.']] as const)
        : chosen
          ? []
          : sources;
  return words.map(([label, detail], rank) => ({
    label,
    kind: 'keyword',
    detail,
    span,
    newText: label,
    rank,
  }));
};
