import { visitNamesReferredTo } from './references.ts';
import type { Statement, SubmitFile } from './syntax.ts';
import { searchOnce } from './text.ts';

/** Called with a name in lower case. */
export type VisitName = (name: string) => void;

/**
 * Visits the names that a statement refers to, but for those in the value of an assignment; included files count.
 * `hasDollar` tells whether there is a `$` in the statement.
 */
export const visitOtherNames = (statement: Statement, hasDollar: boolean, visit: VisitName): void => {
  switch (statement.kind) {
    case 'assignment':
      if (hasDollar) visitNamesReferredTo(statement.key.text, visit);
      return;
    case 'if':
    case 'elif': {
      const condition = statement.condition?.text ?? '';
      visitNamesReferredTo(condition, visit);
      const defined = /^!?\s*defined\s+(\S+)/i.exec(condition)?.[1];
      if (defined !== undefined) visit(defined.toLowerCase());
      return;
    }
    case 'include':
      visitNamesReferredTo(statement.target.text, visit);
      if (statement.file !== undefined) visitAllNames(statement.file, visit);
      return;
    case 'message':
      visitNamesReferredTo(statement.message.text, visit);
      return;
    case 'queue':
      if (!hasDollar) return;
      visitNamesReferredTo(statement.arguments.text, visit);
      if (statement.items.kind !== 'list') return;
      for (const row of statement.items.rows) visitNamesReferredTo(row.text, visit);
      return;
    case 'else':
    case 'endif':
    case 'use':
    case 'invalid':
      return;
  }
};

const visitAllNames = ({ statements, text }: SubmitFile, visit: VisitName): void => {
  const isDollarIn = searchOnce(text, '$');
  for (const statement of statements) {
    if (statement.kind === 'assignment') visitNamesReferredTo(statement.value.text, visit);
    visitOtherNames(statement, isDollarIn(statement.start, statement.end), visit);
  }
};
