import { isKnownKey } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';

export const queueVariableUnused: Rule = {
  code: 'queue-variable-unused',
  severity: 'hint',
  summary: 'A loop variable that nothing uses.',
  check: function* (context): Iterable<Finding> {
    for (const { queue } of context.submissions) {
      if (queue?.mode === undefined) continue;
      for (const { text, start, end } of queue.variables) {
        const lower = text.toLowerCase();
        if (context.references.has(lower) || isKnownKey(lower) || text.includes('.')) continue;
        yield {
          start,
          end,
          tag: 'unused',
          message: `Nothing uses $(${text}), so the jobs of all items are the same. Is it a typo?`,
        };
      }
    }
  },
};
