import type { Finding, Rule } from './rule.ts';
import { replacement } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

const names = ['arguments2', 'environment2', 'java_vm_arguments2', 'tool_daemon_arguments2'];

export const unquotedArguments: Rule = {
  code: 'unquoted-arguments',
  severity: 'error',
  summary: 'arguments2 or environment2 without double quotes.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      for (const name of names) {
        if (name.startsWith('tool_') && checkedSetting(submission, 'tool_daemon_cmd') === undefined) continue;
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
