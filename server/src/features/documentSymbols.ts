import type { Assignment, Queue, Span, Statement, SubmitFile } from '../submit/index.ts';
import { findCommand, findCommandByAttribute, findPattern } from '../submit/index.ts';

export interface DocumentSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'command' | 'macro' | 'attribute' | 'queue' | 'branch' | 'include';
  /** The whole statement; of a branch all up to its endif. */
  readonly span: Span;
  /** What to select. */
  readonly selection: Span;
  readonly children: readonly DocumentSymbol[];
}

/** HTCondor allows 63 levels; what is deeper is left out. */
const depthLimit = 64;

/** The outline of a file: assignments and queue statements, those inside an `if` below it. */
export const documentSymbols = (file: SubmitFile): readonly DocumentSymbol[] => {
  const top: DocumentSymbol[] = [];
  const open: OpenBranch[] = [];
  let tooDeep = 0;
  for (const statement of file.statements) {
    if (statement.kind === 'if' && open.length === depthLimit) tooDeep++;
    if (tooDeep > 0) {
      if (statement.kind === 'endif') tooDeep--;
      continue;
    }
    if (statement.kind === 'elif' || statement.kind === 'else' || statement.kind === 'endif')
      close(open, top, statement.kind === 'endif' ? statement.end : statement.start);
    if (statement.kind === 'if' || statement.kind === 'elif' || statement.kind === 'else') {
      const condition = statement.condition?.text ?? '';
      open.push({ name: `${statement.kind} ${condition}`.trim(), statement, children: [] });
      continue;
    }
    const symbol = symbolOf(statement);
    if (symbol !== undefined) (open.at(-1)?.children ?? top).push(symbol);
  }
  while (open.length > 0) close(open, top, file.text.length);
  return top;
};

interface OpenBranch {
  readonly name: string;
  readonly statement: Statement;
  readonly children: DocumentSymbol[];
}

const close = (open: OpenBranch[], top: DocumentSymbol[], end: number): void => {
  const branch = open.pop();
  if (branch === undefined) return;
  const { name, statement, children } = branch;
  const { start } = statement;
  const selection = { start, end: statement.end };
  const span = { start, end: Math.max(end, statement.end) };
  (open.at(-1)?.children ?? top).push({ name, detail: '', kind: 'branch', span, selection, children });
};

const symbolOf = (statement: Statement): DocumentSymbol | undefined => {
  switch (statement.kind) {
    case 'assignment':
      return assignmentSymbol(statement);
    case 'queue':
      return queueSymbol(statement);
    case 'include': {
      const { start, end, target, keyword } = statement;
      const name = `include ${target.text}`;
      return { name, detail: '', kind: 'include', span: { start, end }, selection: keyword, children: [] };
    }
    case 'if':
    case 'elif':
    case 'else':
    case 'endif':
    case 'use':
    case 'message':
    case 'invalid':
      return undefined;
  }
};

const assignmentSymbol = (assignment: Assignment): DocumentSymbol | undefined => {
  const { key, name, value, start, end } = assignment;
  if (key.text === '') return undefined;
  const isCommand =
    findCommand(name) !== undefined ||
    findCommandByAttribute(name) !== undefined ||
    findPattern(name) !== undefined;
  return {
    name: key.text,
    detail: value.text.slice(0, 80),
    kind: name.startsWith('my.') ? 'attribute' : isCommand ? 'command' : 'macro',
    span: { start, end: Math.max(end, key.end) },
    selection: { start: key.start, end: key.end },
    children: [],
  };
};

const queueSymbol = ({ arguments: { text }, keyword, start, end }: Queue): DocumentSymbol => ({
  name: `queue ${text}`.trim(),
  detail: '',
  kind: 'queue',
  span: { start, end: Math.max(end, keyword.end) },
  selection: keyword,
  children: [],
});
