import { namesReferredTo } from './references.ts';
import type { Statement, SubmitFile } from './syntax.ts';
import { lowerCase, Search } from './text.ts';

/** Called with a name in lower case. */
export type VisitName = (name: string) => void;

/**
 * Visits the names that a statement refers to, but for those in the value of an assignment; included files count.
 * `hasDollar` tells whether there is a `$` in the statement.
 */
export const visitOtherNames = (statement: Statement, hasDollar: boolean, visit: VisitName): void => {
  switch (statement.kind) {
    case 'assignment':
      if (statement.hasMacrosInKey) visitNamesIn(statement.key.text, visit);
      return;
    case 'if':
    case 'elif': {
      const condition = statement.condition?.text ?? '';
      visitNamesIn(condition, visit);
      const defined = /^!?\s*defined\s+(\S+)/i.exec(condition)?.[1];
      if (defined !== undefined) visit(defined.toLowerCase());
      return;
    }
    case 'include':
      visitNamesIn(statement.target.text, visit);
      if (statement.file !== undefined) visitAllNames(statement.file, visit);
      return;
    case 'message':
      visitNamesIn(statement.message.text, visit);
      return;
    case 'queue':
      if (!hasDollar) return;
      visitNamesIn(statement.arguments.text, visit);
      if (statement.items.kind !== 'list') return;
      for (const row of statement.items.rows) visitNamesIn(row.text, visit);
      return;
    case 'else':
    case 'endif':
    case 'use':
    case 'invalid':
      return;
  }
};

const visitAllNames = ({ statements, text }: SubmitFile, visit: VisitName): void => {
  const dollars = new Search(text, '$');
  for (const statement of statements) {
    if (statement.kind === 'assignment') {
      for (const { text: name } of statement.references.names) visit(name);
    }
    visitOtherNames(statement, dollars.isIn(statement.start, statement.end), visit);
  }
};

const visitNamesIn = (text: string, visit: VisitName): void => {
  if (!text.includes('$')) return;
  for (const [start, end] of namesReferredTo(text)) visit(lowerCase(text.slice(start, end)));
};
