import { setCommand } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, keepsOutputAtEviction, transfersNothing } from './settings.ts';

export const checkpointLostAtEviction: Rule = {
  code: 'checkpoint-lost-at-eviction',
  severity: 'information',
  summary: 'A job that checkpoints itself, but whose last words at an eviction are lost.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const code = checkedSetting(submission, 'checkpoint_exit_code')?.setting.assignment;
      if (code === undefined || transfersNothing(submission)) continue;
      if (keepsOutputAtEviction(submission) !== false) continue;
      yield {
        start: code.key.start,
        end: code.key.end,
        message:
          'What the job saves when it is evicted is thrown away: it goes on from its last planned checkpoint. With when_to_transfer_output = ON_EXIT_OR_EVICT that is kept too.',
        fixes: [
          { ...setCommand(context, submission, 'when_to_transfer_output', 'ON_EXIT_OR_EVICT'), choice: true },
        ],
      };
    }
  },
};
