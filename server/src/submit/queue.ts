import { evaluate } from './evaluate.ts';
import { parseExpression } from './expression.ts';
import { LineRows, rowsOfFile } from './itemRows.ts';
import type { LogicalLine } from './lexer.ts';
import { lineText } from './lexer.ts';
import type { Scope } from './macros.ts';
import { expandSource } from './macros.ts';
import type { Items, Problem, Queue, ReadFile, Slice } from './syntax.ts';
import type { SourceText, Span } from './text.ts';
import { isBlank, skipBlanks, spanIn, subText, trimBlanksEnd, wordsOf } from './text.ts';
import type { Dialect } from './version.ts';

/** What the queue parser needs from outside. */
export interface QueueContext {
  readonly dialect: Dialect;
  readonly scope: Scope;
  readonly readFile: ReadFile;
  /** The text of the file, whose lines nextLine returns. */
  readonly fileText: string;
  /** The next non-comment line of the text, for lists over several lines; undefined at the end. */
  readonly nextLine: () => LogicalLine | undefined;
  /** Takes as many lines as are one row each, without looking at them further. */
  readonly takeRows: (rows: LineRows) => void;
  readonly report: (problem: Problem) => void;
}

export type QueueParts = Pick<
  Queue,
  'count' | 'variables' | 'mode' | 'modeSpan' | 'qualifier' | 'table' | 'slice' | 'items'
>;

const none: QueueParts = {
  count: undefined,
  variables: [],
  mode: undefined,
  modeSpan: undefined,
  qualifier: undefined,
  table: false,
  slice: undefined,
  items: { kind: 'none' },
};

const countLimit = 2 ** 31 - 1;

/** Parses all after the word `queue`; reads further lines where an item list is open at the end of the line. */
export const parseQueue = (written: SourceText, context: QueueContext): QueueParts => {
  if (written.text === '') return none;
  const text = expandSource(written, context.scope);
  // A macro that is empty leaves a plain queue statement.
  if (text.text.trim() === '') return none;
  const keyword = findKeyword(text.text);
  if (keyword === undefined) {
    return { ...none, count: parseCount(trimmed(text, 0, text.text.length), text.known, context) };
  }
  const mode = keyword.word;
  const head = parseHead(text, keyword.start, text.known, context);
  const base = { ...none, ...head, mode, modeSpan: spanIn(text, keyword.start, keyword.end) };
  let position = skipBlanks(text.text, keyword.end);
  const qualified = parseQualifier(text, position, mode, context);
  if (qualified.conflict) return base;
  position = qualified.position;
  let slice: Slice | undefined;
  // A slice or a qualifier without anything behind it is an item, or a file.
  if (text.text.charAt(position) === '[' && /[\s(]/.test(text.text.slice(position))) {
    const close = text.text.indexOf(']', position);
    slice = parseSlice(text, position, close, context);
    if (slice === undefined) return { ...base, qualifier: qualified.qualifier, table: qualified.table };
    position = skipBlanks(text.text, close + 1);
  }
  const items = parseItems(trimmed(text, position, text.text.length), mode, text.known, context);
  return { ...base, qualifier: qualified.qualifier, table: qualified.table, slice, items };
};

const trimmed = (text: SourceText, from: number, to: number): SourceText => {
  const start = skipBlanks(text.text, from, to);
  return subText(text, start, trimBlanksEnd(text.text, start, to));
};

type Mode = 'in' | 'from' | 'matching';

interface Keyword {
  readonly word: Mode;
  readonly start: number;
  readonly end: number;
}

/** The first of in, from and matching that stands between blanks and is followed by something. */
const findKeyword = (text: string): Keyword | undefined => {
  const pattern = /(^|[\s)])(in|from|matching)(?=\s*[^\s]|\()/gi;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const start = match.index + (match[1]?.length ?? 0);
    const end = start + (match[2]?.length ?? 0);
    const after = text.charCodeAt(end);
    if (isBlank(after) || after === 40) return { word: match[2]?.toLowerCase() as Mode, start, end };
    pattern.lastIndex = end;
  }
  return undefined;
};

const parseCount = (text: SourceText, known: boolean, context: QueueContext): Queue['count'] => {
  if (/^\d{1,9}$/.test(text.text)) return { text, number: Number(text.text) };
  const parsed = parseExpression(text.text);
  const span: Span = { start: text.start, end: text.end };
  if (parsed.kind === 'failed') {
    if (known) context.report({ kind: 'invalid-queue-count', text: text.text, error: parsed.error, ...span });
    return { text, number: undefined };
  }
  const value = evaluate(parsed.expression);
  if (value.type === 'number') {
    const number = Math.trunc(value.number);
    if (number < 0 || number >= countLimit)
      context.report({ kind: 'queue-count-out-of-range', number, ...span });
    return { text, number };
  }
  if (value.type === 'boolean') return { text, number: value.boolean ? 1 : 0 };
  if (known && value.type !== 'unknown') {
    context.report({ kind: 'invalid-queue-count', text: text.text, error: undefined, ...span });
  }
  return { text, number: undefined };
};

/** The count and the variables before the keyword: the count ends at the first letter. */
const parseHead = (
  text: SourceText,
  end: number,
  known: boolean,
  context: QueueContext,
): Pick<QueueParts, 'count' | 'variables'> => {
  const letter = /[A-Za-z_]/.exec(text.text.slice(0, end));
  const variablesAt = letter === null ? end : letter.index;
  const countText = trimmed(text, 0, variablesAt);
  const count = countText.text === '' ? undefined : parseCount(countText, known, context);
  const variables = wordsOf(subText(text, variablesAt, end), ',');
  for (const variable of variables) {
    if (/^[A-Za-z_][A-Za-z0-9_.]*$/.test(variable.text)) continue;
    const { start, end: stop } = variable;
    context.report({ kind: 'invalid-queue-variable', name: variable.text, start, end: stop });
  }
  return { count, variables };
};

const parseQualifier = (
  text: SourceText,
  position: number,
  mode: Mode,
  context: QueueContext,
): { position: number; qualifier: SourceText | undefined; table: boolean; conflict: boolean } => {
  const match = /^(files|dirs|any|table)(?=[\s(])/i.exec(text.text.slice(position, position + 9));
  const word = match?.[1]?.toLowerCase();
  const plain = { position, qualifier: undefined, table: false, conflict: false };
  if (match === null || word === undefined || (word === 'table' && !context.dialect.tables)) return plain;
  const end = position + match[0].length;
  const qualifier = subText(text, position, end);
  if (mode !== (word === 'table' ? 'from' : 'matching')) {
    context.report({
      kind: 'queue-keyword-conflict',
      qualifier: word,
      mode,
      start: qualifier.start,
      end: qualifier.end,
    });
    return { ...plain, conflict: true };
  }
  if (word !== 'table' || text.text.charAt(end) !== '(') {
    return { position: skipBlanks(text.text, end), qualifier, table: word === 'table', conflict: false };
  }
  const close = text.text.indexOf(')', end);
  const next = close < 0 ? text.text.length : close + 1;
  return {
    position: skipBlanks(text.text, next),
    qualifier: subText(text, position, next),
    table: true,
    conflict: false,
  };
};

const parseSlice = (
  text: SourceText,
  open: number,
  close: number,
  context: QueueContext,
): Slice | undefined => {
  const end = close < 0 ? text.text.length : close + 1;
  const span = spanIn(text, open, end);
  const match = /^\[(-?\d+)?(?::(-?\d+)?)?(?::(-?\d+)?)?\]$/.exec(text.text.slice(open, end));
  if (match === null) {
    context.report({ kind: 'invalid-slice', text: text.text.slice(open, end), ...span });
    return undefined;
  }
  const [from, to, step] = match
    .slice(1)
    .map((part: string | undefined) => (part === undefined || part === '' ? undefined : Number(part)));
  if (step !== undefined && (step === 0 || (step < 0 && context.dialect.strictSlice))) {
    context.report({ kind: 'invalid-slice-step', step, ...span });
  }
  return { from, to, step, ...span };
};

const parseItems = (text: SourceText, mode: Mode, known: boolean, context: QueueContext): Items => {
  if (text.text.startsWith('(')) return parseList(text, mode, context);
  if (mode === 'matching') return { kind: 'patterns', text };
  if (mode === 'in') return { kind: 'list', rows: wordsOf(text, ','), close: undefined };
  if (text.text.endsWith('|')) return { kind: 'command', text };
  if (text.text === '-') return { kind: 'stdin', text };
  const content = known ? context.readFile(text.text) : undefined;
  if (content?.kind === 'missing') {
    context.report({ kind: 'items-file-not-found', path: text.text, start: text.start, end: text.end });
  }
  const rows = content?.kind === 'text' ? rowsOfFile(content.text) : undefined;
  return { kind: 'file', path: text, rows };
};

/** A list in parentheses, on one line or over several; a line that begins with `)` ends it. */
const parseList = (text: SourceText, mode: Mode, context: QueueContext): Items => {
  const splits = mode !== 'from';
  const inner = trimmed(text, 1, text.text.endsWith(')') ? text.text.length - 1 : text.text.length);
  const first = inner.text === '' ? [] : splits ? wordsOf(inner, ',') : [inner];
  if (text.text.endsWith(')')) {
    const close = spanIn(text, text.text.length - 1, text.text.length);
    return { kind: 'list', rows: first, close };
  }
  const rows = new LineRows(context.fileText);
  for (const row of first) rows.addRow(row);
  for (;;) {
    if (!splits) context.takeRows(rows);
    const line = context.nextLine();
    if (line === undefined) {
      context.report({ kind: 'item-list-not-closed', ...spanIn(text, 0, 1) });
      return { kind: 'list', rows, close: undefined };
    }
    if (line.source.charCodeAt(line.from) === closing && line.from < line.to)
      return { kind: 'list', rows, close: { start: line.start, end: line.start + 1 } };
    if (!splits) rows.addLine(line);
    else for (const word of wordsOf(lineText(line, line.from, line.to), ',')) rows.addRow(word);
  }
};

const closing = 41;

/** The rows that a slice takes of `length`, as Python counts; `[n]` means `[n:]`. */
export const takenRows = (
  slice: Slice | undefined,
  length: number,
): { readonly from: number; readonly to: number; readonly step: number } => {
  const clamp = (index: number): number => Math.min(length, Math.max(0, index < 0 ? index + length : index));
  const from = clamp(slice?.from ?? 0);
  return { from, to: clamp(slice?.to ?? length), step: Math.max(1, slice?.step ?? 1) };
};

/** How many rows a slice leaves of `length`. */
export const sliceLength = (slice: Slice | undefined, length: number): number => {
  const { from, to, step } = takenRows(slice, length);
  return Math.max(0, Math.ceil((to - from) / step));
};

/** How many jobs a queue statement makes; undefined where only condor_submit can tell. */
export const jobCountOf = (queue: Queue, dialect: Dialect): number | undefined => {
  const count = queue.count === undefined ? 1 : queue.count.number;
  const rows = rowCountOf(queue);
  if (count === undefined || rows === undefined || count < 0) return undefined;
  if (count === 0) return dialect.zeroMeansOne && queue.mode === undefined ? 1 : 0;
  return count * rows;
};

const rowCountOf = (queue: Queue): number | undefined => {
  switch (queue.items.kind) {
    case 'none':
      return queue.mode === undefined ? 1 : 0;
    case 'list':
      return sliceLength(queue.slice, tableRows(queue, queue.items.rows.length));
    case 'file':
      return queue.items.rows === undefined
        ? undefined
        : sliceLength(queue.slice, tableRows(queue, queue.items.rows.length));
    case 'command':
    case 'stdin':
    case 'patterns':
      return undefined;
  }
};

/** A table's first row names the variables unless they are given, or `header=none` says that there is no header. */
const tableRows = (queue: Queue, rows: number): number => {
  if (!queue.table || queue.variables.length > 0) return rows;
  return /header\s*=\s*none/i.test(queue.qualifier?.text ?? '') ? rows : Math.max(0, rows - 1);
};
