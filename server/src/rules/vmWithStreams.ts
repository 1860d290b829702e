import type { Finding, Rule } from './rule.ts';
import { checkedSetting, universeOf } from './settings.ts';

export const vmWithStreams: Rule = {
  code: 'vm-with-streams',
  severity: 'error',
  summary: 'input, output or error of a virtual machine.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      if (universeOf(submission) !== 'vm') continue;
      for (const name of ['input', 'output', 'error']) {
        const checked = checkedSetting(submission, name);
        if (checked === undefined || checked.value === '/dev/null') continue;
        const { key } = checked.setting.assignment;
        const message = `A virtual machine has no standard ${name}: leave the command out.`;
        yield { start: key.start, end: key.end, message };
      }
    }
  },
};
