import type { Finding, Rule } from './rule.ts';
import { setCommand } from './lines.ts';
import { checkedSetting, keepsOutputAtEviction, valueSpan } from './settings.ts';

export const dmtcpImagesNotTransferred: Rule = {
  code: 'dmtcp-images-not-transferred',
  severity: 'warning',
  summary: 'A DMTCP job whose checkpoint is thrown away at an eviction.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, place } of context.dmtcpJobs) {
      const when = checkedSetting(submission, 'when_to_transfer_output');
      if (keepsOutputAtEviction(submission) !== false) continue;
      const found = when === undefined ? 'none, which means ON_EXIT' : when.value;
      yield {
        ...(when === undefined ? place : valueSpan(when.setting)),
        message: `The checkpoint that an eviction makes is kept only with when_to_transfer_output = ON_EXIT_OR_EVICT, found ${found}: the job would begin again.`,
        fixes: [setCommand(context, submission, 'when_to_transfer_output', 'ON_EXIT_OR_EVICT')],
      };
    }
  },
};
