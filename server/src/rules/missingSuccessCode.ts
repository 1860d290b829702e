import { setCommand } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const missingSuccessCode: Rule = {
  code: 'missing-success-code',
  severity: 'warning',
  summary: 'ON_SUCCESS without success_exit_code.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const when = checkedSetting(submission, 'when_to_transfer_output');
      if (when?.value.toUpperCase() !== 'ON_SUCCESS') continue;
      if (checkedSetting(submission, 'success_exit_code') !== undefined) continue;
      yield {
        ...valueSpan(when.setting),
        message:
          'ON_SUCCESS needs success_exit_code to tell what success is, even where it is 0: expected success_exit_code = 0, found none.',
        fixes: [setCommand(context, submission, 'success_exit_code', '0')],
      };
    }
  },
};
