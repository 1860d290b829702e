import { removeStatement } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting } from './settings.ts';

export const dmtcpRemoveSignal: Rule = {
  code: 'dmtcp-remove-signal',
  severity: 'warning',
  summary: 'remove_kill_sig, which takes the place of kill_sig at evictions too.',
  check: function* (context): Iterable<Finding> {
    for (const { submission } of context.dmtcpJobs) {
      const assignment = checkedSetting(submission, 'remove_kill_sig')?.setting.assignment;
      if (assignment === undefined) continue;
      yield {
        start: assignment.key.start,
        end: assignment.key.end,
        message:
          'HTCondor sends remove_kill_sig in place of kill_sig when it vacates or holds the job too, not only when it removes it. Leave it out; to remove without a checkpoint, set want_graceful_removal = False.',
        fixes: [{ title: 'Remove remove_kill_sig', edits: [removeStatement(context.file.text, assignment)] }],
      };
    }
  },
};
