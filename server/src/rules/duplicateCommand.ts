import type { Assignment } from '../submit/index.ts';
import { findCommand, referencesIn } from '../submit/index.ts';
import { removeStatement } from './lines.ts';
import type { Finding, Rule } from './rule.ts';

export const duplicateCommand: Rule = {
  code: 'duplicate-command',
  severity: 'warning',
  summary: 'A command that is set twice, so that the first value has no effect.',
  check: function* (context): Iterable<Finding> {
    const earlier = new Map<string, Assignment>();
    const lineOf = lineCounter(context.file.text);
    let depth = 0;
    for (const statement of context.file.statements) {
      switch (statement.kind) {
        case 'queue':
          earlier.clear();
          break;
        case 'if':
          depth++;
          break;
        case 'endif':
          depth--;
          break;
        case 'assignment': {
          // In a branch, setting something again is the purpose.
          if (depth > 0 || !statement.active || !isOverwritten(statement.name)) break;
          const before = earlier.get(statement.name);
          if (before !== undefined && overwrites(statement, before)) {
            const { start, end } = before.key;
            const line = lineOf(statement.key.start);
            yield {
              start,
              end,
              tag: 'unused',
              message: `'${before.key.text}' is set again on line ${line}, and the last value counts: this one has no effect.`,
              fixes: [{ title: 'Remove this line', edits: [removeStatement(context.file.text, before)] }],
            };
          }
          earlier.set(statement.name, statement);
          break;
        }
        case 'elif':
        case 'else':
        case 'include':
        case 'use':
        case 'message':
        case 'invalid':
          break;
      }
    }
  },
};

/** Macros may be set again on purpose, to have a default first. */
const isOverwritten = (name: string): boolean => name.startsWith('my.') || findCommand(name) !== undefined;

const overwrites = (statement: Assignment, before: Assignment): boolean =>
  statement.style !== 'append' &&
  before.value.text !== '' &&
  !referencesIn(statement.value.text).some((reference) => reference.name.toLowerCase() === statement.name);

/** Numbers lines from 1, for offsets that only grow: the text is counted once in all. */
const lineCounter = (text: string): ((offset: number) => number) => {
  let line = 1;
  let counted = 0;
  return (offset) => {
    for (
      let feed = text.indexOf('\n', counted);
      feed >= 0 && feed < offset;
      feed = text.indexOf('\n', counted)
    ) {
      line++;
      counted = feed + 1;
    }
    return line;
  };
};
