import { addCommand } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, universeOf, valueSpan } from './settings.ts';

export const vmMemoryAssumed: Rule = {
  code: 'vm-memory-assumed',
  severity: 'information',
  summary: 'A virtual machine without request_memory.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const memory = checkedSetting(submission, 'vm_memory');
      if (memory === undefined || universeOf(submission) !== 'vm') continue;
      if (checkedSetting(submission, 'request_memory') !== undefined) continue;
      yield {
        ...valueSpan(memory.setting),
        message:
          'Without request_memory, HTCondor asks for as much memory as the machine gets and warns about it. What runs the machine needs some, too.',
        fixes: [{ ...addCommand(context, submission, `request_memory = ${memory.value}`), choice: true }],
      };
    }
  },
};
