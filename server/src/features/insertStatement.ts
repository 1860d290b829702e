import type { Edit } from '../rules/rule.ts';
import type { Assignment, SubmitFile } from '../submit/index.ts';
import { findCommand } from '../submit/index.ts';

export const lineFeedOf = (file: SubmitFile): string => (file.text.includes('\r\n') ? '\r\n' : '\n');

/** The edit that adds a statement, outside of any if: after the last of the first of `commands` that is there, else before queue. */
export const insertStatement = (file: SubmitFile, text: string, commands: readonly string[]): Edit => {
  const feed = lineFeedOf(file);
  const queue = file.statements.find((statement) => statement.kind === 'queue' && statement.active);
  const before = (assignment: Assignment): boolean =>
    assignment.active && (queue === undefined || assignment.start < queue.start);
  // Inside an if the new line would depend on its condition; only statements outside can be followed.
  const depth = depths(file);
  for (const wanted of commands) {
    const found = [...file.statements]
      .reverse()
      .find(
        (statement): statement is Assignment =>
          statement.kind === 'assignment' &&
          findCommand(statement.name)?.name === wanted &&
          before(statement) &&
          depth(statement.start) === 0,
      );
    if (found !== undefined) return after(file.text, found.end, text, feed);
  }
  const end = queue?.start ?? file.text.length;
  const open = firstOpen(file, end);
  if (queue === undefined && open === end) return after(file.text, end, text, feed);
  const at = lineStart(file.text, open);
  return { start: at, end: at, newText: `${text}${feed}` };
};

const after = (text: string, end: number, line: string, feed: string): Edit => {
  const next = text.indexOf('\n', end);
  if (next >= 0) return { start: next + 1, end: next + 1, newText: `${line}${feed}` };
  const lead = text === '' || text.endsWith('\n') ? '' : feed;
  return { start: text.length, end: text.length, newText: `${lead}${line}${feed}` };
};

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** The number of open ifs at an offset. */
const depths = (file: SubmitFile): ((offset: number) => number) => {
  return (offset) => {
    let depth = 0;
    for (const statement of file.statements) {
      if (statement.start >= offset) break;
      if (statement.kind === 'if') depth++;
      else if (statement.kind === 'endif') depth = Math.max(0, depth - 1);
    }
    return depth;
  };
};

/** The start of the outermost if that is open at an offset, or the offset. */
const firstOpen = (file: SubmitFile, offset: number): number => {
  const open: number[] = [];
  for (const statement of file.statements) {
    if (statement.start >= offset) break;
    if (statement.kind === 'if') open.push(statement.start);
    else if (statement.kind === 'endif') open.pop();
  }
  return open[0] ?? offset;
};
