import type { Finding, Rule } from './rule.ts';
import { setCommand } from './lines.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const dmtcpNoFileTransfer: Rule = {
  code: 'dmtcp-no-file-transfer',
  severity: 'warning',
  summary: 'A DMTCP job whose files need not travel.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, place } of context.dmtcpJobs) {
      const should = checkedSetting(submission, 'should_transfer_files');
      const value = should?.value.toUpperCase();
      if (value === 'YES' || value === 'TRUE' || should?.known === false) continue;
      // Without should_transfer_files, HTCondor takes ON_EXIT_OR_EVICT for YES.
      const when = checkedSetting(submission, 'when_to_transfer_output')?.value.toUpperCase();
      if (should === undefined && when === 'ON_EXIT_OR_EVICT') continue;
      const found = should === undefined ? 'none, which means IF_NEEDED' : should.value;
      yield {
        ...(should === undefined ? place : valueSpan(should.setting)),
        message: `Checkpoint images travel with the job from host to host: expected should_transfer_files = YES, found ${found}.`,
        fixes: [setCommand(context, submission, 'should_transfer_files', 'YES')],
      };
    }
  },
};
