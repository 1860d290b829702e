import type { Finding, Rule } from './rule.ts';
import { replacement } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const unquotedArguments: Rule = {
  code: 'unquoted-arguments',
  severity: 'error',
  summary: 'arguments2 or environment2 without double quotes.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      for (const name of ['arguments2', 'environment2']) {
        const checked = checkedSetting(submission, name);
        if (checked === undefined || checked.value.startsWith('"')) continue;
        const span = valueSpan(checked.setting);
        const written = checked.setting.assignment.value.text;
        yield {
          ...span,
          message: `The value of '${name}' must be in double quotes.`,
          fixes: [replacement('Put it in double quotes', span, `"${written.replaceAll('"', '""')}"`)],
        };
      }
    }
  },
};
