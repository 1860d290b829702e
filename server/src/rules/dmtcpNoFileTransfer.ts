import type { Finding, Rule } from './rule.ts';
import { setCommand } from './lines.ts';
import { checkedSetting, keepsOutputAtEviction, valueSpan } from './settings.ts';

export const dmtcpNoFileTransfer: Rule = {
  code: 'dmtcp-no-file-transfer',
  severity: 'warning',
  summary: 'A DMTCP job whose files need not travel.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, place } of context.dmtcpJobs) {
      const should = checkedSetting(submission, 'should_transfer_files');
      if (should?.known === false || /^(?:YES|TRUE|ALWAYS)$/i.test(should?.value ?? '')) continue;
      // Without should_transfer_files, HTCondor takes ON_EXIT_OR_EVICT for YES.
      if (should === undefined && keepsOutputAtEviction(submission) !== false) continue;
      const found = should === undefined ? 'none, which means IF_NEEDED' : should.value;
      yield {
        ...(should === undefined ? place : valueSpan(should.setting)),
        message: `Checkpoint images travel with the job from host to host: expected should_transfer_files = YES, found ${found}.`,
        fixes: [setCommand(context, submission, 'should_transfer_files', 'YES')],
      };
    }
  },
};
