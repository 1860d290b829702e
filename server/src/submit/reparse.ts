import { HereDocument, LineAssignment } from './assignment.ts';
import { Definitions } from './definitions.ts';
import type { Change } from './change.ts';
import { changeBetween } from './change.ts';
import { movedProblem, movedStatement } from './moved.ts';
import { MovedConditional } from './movedConditional.ts';
import type { Names } from './names.ts';
import { Parser } from './parser.ts';
import type { Assignment, ParseTrace, Queue, ReadFile, Statement, SubmitFile } from './syntax.ts';
import type { Span } from './text.ts';
import { trimBlanksEnd } from './text.ts';
import type { Dialect, Version } from './version.ts';
import { dialectOf } from './version.ts';

/** What an edit has changed in a file: whole lines, with nothing but assignments in them. */
export interface Reparse {
  readonly file: SubmitFile;
  /** The lines that are gone, where they were. */
  readonly lines: Span;
  /** The new lines. */
  readonly written: string;
  /** How much further on everything below them is now. */
  readonly shift: number;
  /** The last line is among them. */
  readonly atEnd: boolean;
  readonly removed: readonly Assignment[];
  readonly added: readonly Assignment[];
  /** The statements among the new lines, the assignments included. */
  readonly statements: readonly Statement[];
  /** Names whose definition in effect is another one now, with both. */
  readonly changed: ReadonlyMap<string, ChangedDefinition>;
}

export interface ChangedDefinition {
  readonly before: Assignment | undefined;
  readonly after: Assignment | undefined;
}

/**
 * Parses a text of which most was parsed before: the lines that differ are, all other statements move. Returns what
 * `parse` would, and what has changed; undefined where the change can reach further than its lines, so that all is to
 * be parsed. The file that is given is used up by this: its statements are those of the new one, and have its places.
 * Who knows where the text has changed need not have it compared.
 */
export const reparse = (
  file: SubmitFile,
  text: string,
  version: Version,
  known?: Change,
): Reparse | undefined => {
  const { trace, statements } = file;
  if (trace === undefined) return undefined;
  const change = known ?? changeBetween(file.text, text);
  const shift = text.length - file.text.length;
  const start = boundaryBefore(file, change.start);
  const { written, end } = changedLines(file, text, start, change);
  const newEnd = end + shift;
  const first = indexAt(statements, start);
  const next = indexAt(statements, end);
  const isActive = activeBefore(statements, first);
  const removed = assignmentsAmong(statements.slice(first, next));
  if (isActive === undefined || removed === undefined) return undefined;

  const part = parseLines(written, dialectOf(version), isActive, trace.table.names);
  if (part === undefined) return undefined;
  const added = part.assignments;
  if (trace.queue !== undefined && trace.queue.start < end) return undefined;
  const names = new Set([...removed, ...added].flatMap(({ name, active }) => (active ? [name] : [])));
  for (const name of names)
    if (trace.read.has(name) || !/^[\w./]*$/.test(name) || name.startsWith('submit.')) return undefined;

  const changed = redefine(trace.table, names, { added, statements, first, end });
  const kept = trace.source.kept();
  for (const assignment of removed) if (assignment instanceof LineAssignment) assignment.moveInto(kept, 0);
  trace.source.edit(text, { before: file.text, lines: part.text, start, end: newEnd, shift });
  const inPlace = part.statements.map((statement) => {
    if (!(statement instanceof LineAssignment)) return moveBy(statement, start - 1);
    statement.moveInto(trace.source, start - 1);
    return statement;
  });
  const all = [...statements];
  all.splice(first, next - first, ...inPlace);
  const below = first + inPlace.length;
  for (let i = below; i < all.length; i++) {
    const statement = all[i];
    if (statement !== undefined && !moveInPlace(statement, shift)) all[i] = moveBy(statement, shift);
  }
  const problems = [
    ...file.problems.filter((problem) => problem.start < start),
    ...part.problems.map((problem) => movedProblem(problem, start - 1)),
    ...file.problems.filter((problem) => problem.start >= end).map((problem) => movedProblem(problem, shift)),
  ];
  return {
    file: {
      ...file,
      text,
      statements: all,
      problems,
      trace: { ...trace, queue: trace.queue === undefined ? undefined : lastQueue(all) },
    },
    lines: { start, end },
    written,
    shift,
    atEnd: newEnd === text.length,
    removed,
    added,
    statements: inPlace,
    changed,
  };
};

/** Parses lines as far as that is possible without knowing what is above and below; in the result they begin at 1. */
const parseLines = (lines: string, dialect: Dialect, isActive: boolean, names: Names) => {
  // Within an `if`, a colon before a statement means nothing.
  if (lines.includes('\0') || /^\s*:/m.test(lines)) return undefined;
  const definitions = new Definitions(dialect, names);
  const readFile: ReadFile = () => ({ kind: 'unknown' });
  // With a line feed before them, the lines are a text of their own, whose parts do not keep all of the text in memory.
  const text = `\n${lines}`;
  const parser = new Parser(text, dialect, { readFile, depth: 0, definitions, isActive, from: 1 });
  parser.runLines();
  const { statements, problems } = parser;
  const assignments = assignmentsAmong(statements);
  const isOpen = problems.some(({ kind }) => kind === 'here-document-not-closed');
  if (assignments === undefined || isOpen || definitions.read.size > 0) return undefined;
  return { text, statements, problems, assignments };
};

/** The first statement that begins at an offset or behind it. */
const indexAt = (statements: readonly Statement[], offset: number): number => {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((statements[middle]?.start ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Whether the beginning of a line is that of a logical line too, for all that can be told without parsing. */
const isBoundary = ({ text, statements }: SubmitFile, offset: number): boolean => {
  const above = statements[indexAt(statements, offset) - 1];
  return (above === undefined || above.end <= offset) && !isContinued(text, offset);
};

/** Whether the line that ends before an offset may go on in the next one. */
const isContinued = (text: string, offset: number): boolean => {
  const start = offset < 2 ? 0 : text.lastIndexOf('\n', offset - 2) + 1;
  return text.charCodeAt(trimBlanksEnd(text, start, offset) - 1) === backslash;
};

const backslash = 92;

const boundaryBefore = (file: SubmitFile, offset: number): number => {
  let start = lineStartOf(file.text, offset);
  while (start > 0 && !isBoundary(file, start)) start = lineStartOf(file.text, start - 1);
  return start;
};

/** The lines from `start` on that a change exchanges, up to where they end in the text of the file. */
const changedLines = (
  file: SubmitFile,
  text: string,
  start: number,
  change: Change,
): { readonly written: string; readonly end: number } => {
  const { text: old } = file;
  const { start: from, oldEnd, newEnd, newText = text.slice(from, newEnd) } = change;
  const above = old.slice(start, from) + newText;
  const linesTo = (end: number) => ({ written: above + old.slice(oldEnd, end), end });
  for (
    let end = behindFeed(old, oldEnd), isFirst = true;
    end > 0;
    end = behindFeed(old, end), isFirst = false
  ) {
    if (!isBoundary(file, end)) continue;
    // Behind the first line, all is as it was.
    const lines = linesTo(end);
    if (!isFirst || !isContinued(lines.written, lines.written.length)) return lines;
  }
  return linesTo(old.length);
};

/** Behind the next line feed from an offset on; 0 where there is none. */
const behindFeed = (text: string, offset: number): number => text.indexOf('\n', offset) + 1;

const lineStartOf = (text: string, offset: number): number =>
  offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;

/** Whether statements count at an index; undefined below a queue statement. */
const activeBefore = (statements: readonly Statement[], index: number): boolean | undefined => {
  for (let i = index - 1; i >= 0; i--) {
    const statement = statements[i];
    switch (statement?.kind) {
      case 'queue':
        return undefined;
      case 'if':
      case 'elif':
      case 'else':
        return statement.taken ?? true;
      case 'endif':
        return statement.active;
      default:
    }
  }
  return true;
};

/** The assignments; undefined when there is something else but lines that are nothing. */
const assignmentsAmong = (statements: readonly Statement[]): readonly Assignment[] | undefined => {
  const found: Assignment[] = [];
  for (const statement of statements) {
    // A name that is put together from macros can be any.
    if (statement.kind === 'assignment') {
      if (statement.hasMacrosInKey) return undefined;
      found.push(statement);
    } else if (statement.kind !== 'invalid') return undefined;
  }
  return found;
};

interface Redefinition {
  readonly added: readonly Assignment[];
  /** As they were. */
  readonly statements: readonly Statement[];
  /** The first of them that is not above the added ones. */
  readonly first: number;
  /** Where the removed lines ended. */
  readonly end: number;
}

/** Brings the table up to date. */
const redefine = (
  table: ParseTrace['table'],
  names: ReadonlySet<string>,
  { added, statements, first, end }: Redefinition,
): Reparse['changed'] => {
  const changed = new Map<string, ChangedDefinition>();
  for (const name of names) {
    const before = table.get(name);
    // The last definition counts.
    if (before !== undefined && before.start >= end) continue;
    const after = lastOf(added, name) ?? lastOf(statements, name, first);
    if (after === before) continue;
    if (after === undefined) table.remove(name);
    else table.define(after);
    changed.set(name, { before, after });
  }
  return changed;
};

/** The definition of a name among some statements, or the first ones. */
const lastOf = (
  statements: readonly Statement[],
  name: string,
  count = statements.length,
): Assignment | undefined => {
  for (let i = count - 1; i >= 0; i--) {
    const statement = statements[i];
    if (statement?.kind === 'assignment' && statement.active && statement.name === name) return statement;
  }
  return undefined;
};

/** Moves a statement in place; false for those that cannot be. */
const moveInPlace = (statement: Statement, by: number): boolean => {
  if (
    !(statement instanceof LineAssignment) &&
    !(statement instanceof MovedConditional) &&
    !(statement instanceof HereDocument)
  )
    return false;
  statement.start += by;
  return true;
};

const moveBy = (statement: Statement, by: number): Statement =>
  moveInPlace(statement, by) || statement.kind === 'assignment' ? statement : movedStatement(statement, by);

/** The queue statement, which comes late in most files. */
const lastQueue = (statements: readonly Statement[]): Queue | undefined => {
  for (let i = statements.length - 1; i >= 0; i--) {
    const statement = statements[i];
    if (statement?.kind === 'queue') return statement;
  }
  return undefined;
};
