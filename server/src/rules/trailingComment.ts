import type { Assignment } from '../submit/index.ts';
import { findCommand, spanIn } from '../submit/index.ts';
import type { Finding, Fix, Rule } from './rule.ts';

/** Values in which a number sign can be meant. */
const freeText = new Set(['arguments', 'environment', 'shell-command', 'string', 'expr-string']);

export const trailingComment: Rule = {
  code: 'trailing-comment',
  severity: 'warning',
  summary: 'A comment behind a value, which is part of the value.',
  checkEach: {
    of: 'withNumberSign',
    check: function* (statement, context): Iterable<Finding> {
      if (statement.style === 'here') return;
      const { value, name } = statement;
      const type = findCommand(name)?.type;
      // An unknown name is a macro, whose text can go anywhere; there, a comment shows by its blanks.
      const pattern = type === undefined || freeText.has(type) ? /\s+#+\s+(?=\S).*$/ : /\s+#.*$/;
      const match = pattern.exec(value.text);
      if (match === null || isQuoted(value.text.slice(0, match.index))) return;
      const span = spanIn(value, match.index, match.index + match[0].length);
      yield {
        start: span.start + (/^\s*/.exec(match[0])?.[0].length ?? 0),
        end: span.end,
        message:
          "Comments stand on lines of their own: HTCondor takes this '#' and what follows for a part of the value.",
        fixes: value.pieces === undefined ? [moveAbove(context.file.text, statement, span.start)] : [],
      };
    },
  },
};

const isQuoted = (before: string): boolean =>
  (before.split('"').length - 1) % 2 === 1 || (before.split("'").length - 1) % 2 === 1;

const moveAbove = (text: string, statement: Assignment, from: number): Fix => {
  const line = text.lastIndexOf('\n', statement.start - 1) + 1;
  const comment = text.slice(from, statement.value.end).trim();
  return {
    title: 'Move the comment to the line above',
    edits: [
      { start: line, end: line, newText: `${comment}\n` },
      { start: from, end: statement.value.end, newText: '' },
    ],
  };
};
