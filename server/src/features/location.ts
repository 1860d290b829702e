import type { Assignment, SubmitFile } from '../submit/index.ts';

/** What the cursor is in. */
export type Location =
  /** The name before `=`; `start` and `end` span what is written of it. */
  | { readonly kind: 'key'; readonly start: number; readonly end: number }
  | { readonly kind: 'value'; readonly assignment: Assignment; readonly start: number; readonly end: number }
  /** The name inside `$(`. */
  | { readonly kind: 'macro'; readonly start: number; readonly end: number }
  /** The name of a macro function, between `$` and its parenthesis. */
  | { readonly kind: 'function'; readonly start: number; readonly end: number }
  /** A word after `queue`. */
  | { readonly kind: 'queue'; readonly start: number; readonly end: number }
  | { readonly kind: 'other' };

/** Finds out what is at an offset; right for lines that are still being typed. */
export const locate = (file: SubmitFile, offset: number): Location => {
  const { text } = file;
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  if (/^\s*#/.test(before)) return { kind: 'other' };
  const rest = /^[\w./]*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  const macro = /\$(?:[A-Z_]+|F[a-z]*)?\(([\w./]*)$/.exec(before);
  if (macro !== null) {
    const start = offset - (macro[1]?.length ?? 0);
    return { kind: 'macro', start, end: offset + rest.length };
  }
  const named = /(?<!\$)\$([A-Za-z_]*)$/.exec(before);
  if (named !== null) {
    const start = offset - (named[1]?.length ?? 0);
    return { kind: 'function', start, end: offset + (/^[A-Za-z_]*/.exec(rest)?.[0].length ?? 0) };
  }
  // The end of a long word is enough.
  const near = before.slice(-200);
  const statement = statementAt(file, offset);
  const assignment = statement?.kind === 'assignment' ? statement : undefined;
  if (assignment !== undefined && offset >= assignment.operator.end) {
    const word = /[\w-]*$/.exec(near)?.[0] ?? '';
    const tail = /^[\w-]*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
    return { kind: 'value', assignment, start: offset - word.length, end: offset + tail.length };
  }
  if (statement?.kind === 'queue' && offset > statement.keyword.end) {
    const word = /[\w-]*$/.exec(near)?.[0] ?? '';
    return { kind: 'queue', start: offset - word.length, end: offset };
  }
  const key = /^\s*([+-]?[\w./]*)$/.exec(before);
  if (key === null) return { kind: 'other' };
  const start = offset - (key[1]?.length ?? 0);
  return { kind: 'key', start, end: offset + rest.length };
};

/** The statement whose line, up to its end, holds the offset. */
export const statementAt = (
  file: SubmitFile,
  offset: number,
): SubmitFile['statements'][number] | undefined => {
  const { statements } = file;
  let low = 0;
  let high = statements.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((statements[middle]?.start ?? Infinity) <= offset) low = middle;
    else high = middle - 1;
  }
  const statement = statements[low];
  if (statement === undefined || statement.start > offset) return undefined;
  if (offset <= statement.end) return statement;
  return file.text.slice(statement.end, offset).includes('\n') ? undefined : statement;
};
