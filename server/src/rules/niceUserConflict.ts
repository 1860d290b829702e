import { readBoolean } from '../submit/index.ts';
import { removeStatement } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting } from './settings.ts';

export const niceUserConflict: Rule = {
  code: 'nice-user-conflict',
  severity: 'warning',
  summary: 'nice_user beside accounting_group, which makes it void.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const nice = checkedSetting(submission, 'nice_user');
      const reading = nice === undefined ? undefined : readBoolean(nice.value);
      if (nice === undefined || reading?.kind !== 'value' || !reading.value) continue;
      if (checkedSetting(submission, 'accounting_group') === undefined) continue;
      const { assignment } = nice.setting;
      yield {
        start: assignment.key.start,
        end: assignment.key.end,
        message: 'HTCondor ignores nice_user in a job that has an accounting_group.',
        fixes: [{ title: 'Remove nice_user', edits: [removeStatement(context.file.text, assignment)] }],
      };
    }
  },
};
