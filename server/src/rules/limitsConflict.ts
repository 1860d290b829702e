import type { Finding, Rule } from './rule.ts';
import { checkedSetting } from './settings.ts';

export const limitsConflict: Rule = {
  code: 'limits-conflict',
  severity: 'error',
  summary: 'concurrency_limits and concurrency_limits_expr together.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const expression = checkedSetting(submission, 'concurrency_limits_expr')?.setting.assignment;
      if (expression === undefined || checkedSetting(submission, 'concurrency_limits') === undefined)
        continue;
      const { start, end } = expression.key;
      yield { start, end, message: "'concurrency_limits' is given too: write one of them." };
    }
  },
};
