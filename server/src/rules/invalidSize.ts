import { readSize } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, universeOf, valueSpan } from './settings.ts';
import { excerpt } from './words.ts';

export const invalidSize: Rule = {
  code: 'invalid-size',
  severity: 'error',
  summary: 'A size that is no number, or not positive.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const names = universeOf(submission) === 'vm' ? ['vm_memory'] : [];
      for (const name of ['disk_usage', 'image_size', ...names]) {
        const size = checkedSetting(submission, name);
        if (size?.known !== true || (readSize(size.value)?.number ?? 0) > 0) continue;
        const message = `Expected a size such as 512MB or 2GB for '${name}', found '${excerpt(size.value)}'.`;
        yield { ...valueSpan(size.setting), message };
      }
    }
  },
};
