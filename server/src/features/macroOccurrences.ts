import type { SourceText, Span, Statement, SubmitFile } from '../submit/index.ts';
import { namesReferredTo, spanIn } from '../submit/index.ts';

/** One place where a command or macro is named. */
export interface MacroOccurrence extends Span {
  /** Lower case. */
  readonly name: string;
  readonly role: 'definition' | 'reference';
}

/** Every place of a file where a macro is defined or referred to, in the order of the text; not of included files. */
export const macroOccurrencesIn = function* (file: SubmitFile): Iterable<MacroOccurrence> {
  for (const statement of file.statements) yield* occurrencesIn(statement);
};

/** The occurrence at an offset; its end counts, as for a cursor behind a word. */
export const macroOccurrenceAt = (file: SubmitFile, offset: number): MacroOccurrence | undefined => {
  for (const statement of file.statements) {
    if (statement.start > offset) return undefined;
    if (statement.end < offset) continue;
    for (const found of occurrencesIn(statement))
      if (found.start <= offset && offset <= found.end) return found;
  }
  return undefined;
};

const occurrencesIn = function* (statement: Statement): Iterable<MacroOccurrence> {
  switch (statement.kind) {
    case 'assignment': {
      const { key, name, style } = statement;
      if (key.text.includes('$')) yield* referencesIn(key);
      else if (style !== 'attribute' && style !== 'removal')
        yield { name, role: 'definition', start: key.start, end: key.end };
      yield* referencesIn(statement.value);
      return;
    }
    case 'if':
    case 'elif':
      if (statement.condition !== undefined) yield* conditionReferences(statement.condition);
      return;
    case 'include':
      yield* referencesIn(statement.target);
      return;
    case 'message':
      yield* referencesIn(statement.message);
      return;
    case 'queue':
      for (const { text, start, end } of statement.variables)
        if (end - start === text.length) yield { name: text.toLowerCase(), role: 'definition', start, end };
      yield* referencesIn(statement.arguments);
      // Items on the line itself are part of the arguments.
      if (statement.items.kind === 'list')
        for (const row of statement.items.rows)
          if (row.start > statement.arguments.end) yield* referencesIn(row);
      return;
    case 'use':
    case 'else':
    case 'endif':
    case 'invalid':
      return;
  }
};

const referencesIn = function* (text: SourceText): Iterable<MacroOccurrence> {
  if (!text.text.includes('$')) return;
  for (const [from, to, isMacro] of namesReferredTo(text.text)) {
    const name = text.text.slice(from, to);
    // An argument of a function can be anything; only a whole name is one.
    if (to > from && (isMacro || /^[A-Za-z_][\w.]*$/.test(name)))
      yield { name: name.toLowerCase(), role: 'reference', ...spanIn(text, from, to) };
  }
};

const conditionReferences = function* (condition: SourceText): Iterable<MacroOccurrence> {
  yield* referencesIn(condition);
  const defined = /^(!?\s*defined\s+)([\w.]+)$/i.exec(condition.text);
  if (defined === null) return;
  const from = defined[1]?.length ?? 0;
  const name = (defined[2] ?? '').toLowerCase();
  yield { name, role: 'reference', ...spanIn(condition, from, condition.text.length) };
};
