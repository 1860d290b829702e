import type { Finding, Rule } from './rule.ts';
import { checkedSetting } from './settings.ts';

export const dmtcpInputIgnored: Rule = {
  code: 'dmtcp-input-ignored',
  severity: 'warning',
  summary: 'input, which reaches shim_dmtcp and not the program.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, shim } of context.dmtcpJobs) {
      const input = checkedSetting(submission, 'input');
      if (shim === undefined || input === undefined || input.value === '/dev/null') continue;
      const { key } = input.setting.assignment;
      const advice = shim.options.has('stdin')
        ? 'Leave it out: --stdin is what counts.'
        : `Give the shim '--stdin ${input.value}', and list the file in transfer_input_files.`;
      yield {
        start: key.start,
        end: key.end,
        message: `shim_dmtcp does not pass its standard input on: the program would read nothing. ${advice}`,
      };
    }
  },
};
