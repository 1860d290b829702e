import type { Finding, Rule } from './rule.ts';
import { guess } from './rule.ts';

export const removalSyntax: Rule = {
  code: 'removal-syntax',
  severity: 'warning',
  summary: 'A name with a minus sign before it, whose value is ignored.',
  check: function* (context): Iterable<Finding> {
    for (const assignment of context.assignments.attributes) {
      if (assignment.style !== 'removal') continue;
      const { key, value } = assignment;
      if (value.text === '') continue;
      const minus = { start: key.start, end: key.start + 1 };
      yield {
        start: key.start,
        end: key.end,
        message: `'${key.text}' makes the attribute empty, whatever its value is. An attribute of the job is set with '+'.`,
        fixes: [guess("Change '-' to '+'", minus, '+')],
      };
    }
  },
};
