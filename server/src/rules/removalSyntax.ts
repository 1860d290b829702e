import type { Finding, Rule } from './rule.ts';
import { guess, nothing } from './rule.ts';

export const removalSyntax: Rule = {
  code: 'removal-syntax',
  severity: 'warning',
  summary: 'A name with a minus sign before it, whose value is ignored.',
  checkEach: {
    of: 'attributes',
    check: (assignment): readonly Finding[] => {
      if (assignment.style !== 'removal') return nothing;
      const { key, value } = assignment;
      if (value.text === '') return [];
      const minus = { start: key.start, end: key.start + 1 };
      return [
        {
          start: key.start,
          end: key.end,
          message: `'${key.text}' makes the attribute empty, whatever its value is. An attribute of the job is set with '+'.`,
          fixes: [guess("Change '-' to '+'", minus, '+')],
        },
      ];
    },
  },
};
