import type { Finding, Rule } from './rule.ts';
import { checkedSetting, partSpan } from './settings.ts';
import { excerpt } from './words.ts';

export const invalidConcurrencyLimit: Rule = {
  code: 'invalid-concurrency-limit',
  severity: 'error',
  summary: 'A concurrency limit that is no name, or name:number.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const limits = checkedSetting(submission, 'concurrency_limits');
      if (limits?.known !== true) continue;
      for (const match of limits.value.matchAll(/[^\s,]+/g)) {
        if (/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?(?::.*)?$/.test(match[0])) continue;
        const { assignment } = limits.setting;
        const span = partSpan(assignment, limits.value, match.index, match.index + match[0].length);
        yield { ...span, message: `Expected a limit's name, or NAME:COUNT, found '${excerpt(match[0])}'.` };
      }
    }
  },
};
