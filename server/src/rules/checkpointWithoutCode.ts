import { setCommand } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting } from './settings.ts';

export const checkpointWithoutCode: Rule = {
  code: 'checkpoint-without-code',
  severity: 'warning',
  summary: 'transfer_checkpoint_files without checkpoint_exit_code.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      for (const name of ['transfer_checkpoint_files', 'checkpoint_destination']) {
        const assignment = checkedSetting(submission, name)?.setting.assignment;
        if (assignment === undefined || checkedSetting(submission, 'checkpoint_exit_code') !== undefined)
          continue;
        yield {
          start: assignment.key.start,
          end: assignment.key.end,
          message: `'${name}' is used when the job ends with the code of checkpoint_exit_code, which is not set: it would end the job for good.`,
          fixes: [{ ...setCommand(context, submission, 'checkpoint_exit_code', '85'), choice: true }],
        };
      }
    }
  },
};
