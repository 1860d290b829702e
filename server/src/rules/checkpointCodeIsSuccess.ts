import { seconds } from './checkpointTime.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const checkpointCodeIsSuccess: Rule = {
  code: 'checkpoint-code-is-success',
  severity: 'warning',
  summary: 'One exit code for a checkpoint and for the end of the job.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const setting = checkedSetting(submission, 'checkpoint_exit_code')?.setting;
      const code = seconds(submission, 'checkpoint_exit_code');
      const success = seconds(submission, 'success_exit_code') ?? 0;
      if (setting === undefined || code === undefined || code !== success) continue;
      yield {
        ...valueSpan(setting),
        message: `A program that ends with ${code} has finished, but checkpoint_exit_code = ${code} says that it made a checkpoint and wants to go on: the job would never end. Use another code, such as 85.`,
      };
    }
  },
};
