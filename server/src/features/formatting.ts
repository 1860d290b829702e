import type { Edit } from '../rules/rule.ts';
import type { Assignment, Statement, SubmitFile } from '../submit/index.ts';

/** Names up to this length decide where the `=` of a block stands; longer ones stick out. */
const alignLimit = 32;
const indentUnit = '  ';
/** What is deeper, HTCondor refuses. */
const indentLimit = 64;

/** A name that stays the same name with blanks behind it. Before a blank, these words begin a conditional. */
const safeKey = /^[+-]?[\w./-]+$/;
const conditionals = /^(?:if|elif|else|endif)$/i;

/**
 * Puts the `=` of adjacent assignments below each other and indents what is inside an `if`. Only blanks outside values
 * change: never here-documents, items, continued lines, comments, or a last line without line feed.
 */
export const formatEdits = (file: SubmitFile): readonly Edit[] => {
  if (file.text.includes('\0')) return [];
  const edits: Edit[] = [];
  const lines = linesToFormat(file);
  for (let i = 0; i < lines.length;) {
    let end = i + 1;
    while (end < lines.length && isSameBlock(lines[end - 1], lines[end])) end++;
    const block = lines.slice(i, end);
    const width = Math.max(0, ...block.map(keyWidth).filter((length) => length <= alignLimit));
    for (const line of block) edits.push(...lineEdits(file.text, line, width));
    i = end;
  }
  return edits;
};

interface Line {
  readonly statement: Statement;
  readonly lineStart: number;
  /** Number of its first and last physical lines. */
  readonly first: number;
  readonly last: number;
  readonly depth: number;
}

const isSameBlock = (a: Line | undefined, b: Line | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.statement.kind === 'assignment' &&
  b.statement.kind === 'assignment' &&
  a.depth === b.depth &&
  a.last + 1 === b.first;

const keyWidth = ({ statement }: Line): number =>
  statement.kind === 'assignment' && isAlignable(statement) ? statement.key.text.length : 0;

const isAlignable = ({ key, style }: Assignment): boolean =>
  style !== 'here' && safeKey.test(key.text) && !conditionals.test(key.text);

/** The statements whose line may change, with what the layout needs to know of them. */
const linesToFormat = (file: SubmitFile): readonly Line[] => {
  const { text } = file;
  const lines: Line[] = [];
  const hidden = hiddenPart(text);
  let depth = 0;
  let number = 0;
  let counted = 0;
  const lineOf = (offset: number): number => {
    for (
      let feed = text.indexOf('\n', counted);
      feed >= 0 && feed < offset;
      feed = text.indexOf('\n', counted)
    ) {
      number++;
      counted = feed + 1;
    }
    return number;
  };
  for (const statement of file.statements) {
    const lineStart = text.lastIndexOf('\n', statement.start - 1) + 1;
    const first = lineOf(statement.start);
    const last = lineOf(statement.end);
    const isInside = hidden(statement);
    const { kind } = statement;
    if (kind === 'endif' || kind === 'elif' || kind === 'else') depth = Math.max(0, depth - 1);
    const terminated = text.indexOf('\n', statement.end) >= 0;
    const isPlain = /^[ \t]*$/.test(text.slice(lineStart, statement.start));
    if (!isInside && terminated && isPlain && kind !== 'invalid')
      lines.push({ statement, lineStart, first, last, depth });
    if (kind === 'if' || kind === 'elif' || kind === 'else') depth++;
  }
  return lines;
};

/**
 * In a branch that is not taken, the body of a here-document and the items of a queue statement look like statements.
 * Tells for each statement in turn whether it is such a line.
 */
const hiddenPart = (text: string): ((statement: Statement) => boolean) => {
  let isEnd: ((line: string) => boolean) | undefined;
  return (statement) => {
    if (isEnd !== undefined) {
      if (isEnd(text.slice(statement.start, statement.end))) isEnd = undefined;
      return true;
    }
    // What is no list in one release, as the options of a table, can begin one in another.
    if (
      statement.kind === 'queue' &&
      statement.items.kind !== 'list' &&
      statement.arguments.text.includes('(') &&
      !statement.arguments.text.endsWith(')')
    )
      isEnd = (line) => line.startsWith(')');
    if (statement.active) return false;
    if (statement.kind === 'invalid') {
      const opened = /^[^\s=:]+\s+@=\s*(.*)$/s.exec(text.slice(statement.start, statement.end));
      if (opened !== null) isEnd = (line) => line === `@${opened[1] ?? ''}`;
    } else if (
      statement.kind === 'queue' &&
      statement.items.kind === 'list' &&
      statement.items.close === undefined
    ) {
      isEnd = (line) => line.startsWith(')');
    }
    return false;
  };
};

const lineEdits = (text: string, line: Line, width: number): readonly Edit[] => {
  const { statement, lineStart, depth } = line;
  const edits: Edit[] = [];
  const set = (start: number, end: number, newText: string): void => {
    if (text.slice(start, end) !== newText) edits.push({ start, end, newText });
  };
  set(lineStart, statement.start, indentUnit.repeat(Math.min(depth, indentLimit)));
  if (statement.kind !== 'assignment' || !isAlignable(statement)) return edits;
  const { key, operator, value } = statement;
  const before = text.slice(key.end, operator.start);
  if (!/^[ \t]*$/.test(before) || operator.end - operator.start > 3) return edits;
  set(key.end, operator.start, ' '.repeat(Math.max(0, width - key.text.length) + 1));
  const after = text.slice(operator.end, value.start);
  if (value.text !== '' && /^[ \t]*$/.test(after)) set(operator.end, value.start, ' ');
  return edits;
};
