import type { Assignment, NameEntry, SubmitFile } from '../submit/index.ts';
import { removeStatement } from './lines.ts';
import type { Finding, Rule } from './rule.ts';

export const duplicateCommand: Rule = {
  code: 'duplicate-command',
  severity: 'warning',
  summary: 'A command that is set twice, so that the first value has no effect.',
  check: (context) => {
    if (!context.hasRepeats) return [];
    const lineOf = lineCounter(context.file.text);
    return overwrittenIn(context.file).map(({ before, statement }): Finding => {
      const { key } = before;
      return {
        start: key.start,
        end: key.end,
        tag: 'unused',
        message: `'${key.text}' is set again on line ${lineOf(statement.start)}, and the last value counts: this one has no effect.`,
        fixes: [{ title: 'Remove this line', edits: [removeStatement(context.file.text, before)] }],
      };
    });
  },
};

/** Two assignments of the same command. */
interface Pair {
  readonly before: Assignment;
  readonly statement: Assignment;
}

const overwrittenIn = ({ statements }: SubmitFile): readonly Pair[] => {
  const pairs: Pair[] = [];
  // By the number of the name.
  const earlier: (Assignment | undefined)[] = [];
  let lastQueue = -1;
  let depth = 0;
  for (const statement of statements) {
    switch (statement.kind) {
      case 'queue':
        lastQueue = statement.start;
        break;
      case 'if':
        depth++;
        break;
      case 'endif':
        depth--;
        break;
      case 'assignment': {
        // In a branch, setting something again is the purpose.
        if (depth > 0 || !statement.active || !isOverwritten(statement.entry)) break;
        const { id } = statement.entry;
        const before = earlier[id];
        if (before !== undefined && before.start > lastQueue && overwrites(statement, before))
          pairs.push({ before, statement });
        earlier[id] = statement;
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
  return pairs;
};

/** Macros may be set again on purpose, to have a default first. */
const isOverwritten = ({ isAttribute, command }: NameEntry): boolean => isAttribute || command !== undefined;

const overwrites = (statement: Assignment, before: Assignment): boolean =>
  statement.style !== 'append' && before.value.text !== '' && !statement.references.includes(statement.entry);

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
