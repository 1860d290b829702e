import { readSize } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { guess } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

/** Numbers without a unit that nobody means, in the command's own unit: up to `below`, or from `above`. */
const limits = [
  { name: 'request_memory', below: 31, above: 4_000_000, unit: 'MB' },
  { name: 'request_disk', below: 9_999, above: Infinity, unit: 'KB' },
] as const;

export const suspiciousSize: Rule = {
  code: 'suspicious-size',
  severity: 'warning',
  summary: 'A size whose unit was probably forgotten.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      for (const { name, below, above, unit } of limits) {
        const setting = checkedSetting(submission, name);
        const size = setting?.known === true ? readSize(setting.value) : undefined;
        if (setting === undefined || size === undefined || !/^[\d.]+$/.test(setting.value)) continue;
        if (size.number === 0 || (size.number > below && size.number < above)) continue;
        const span = valueSpan(setting.setting);
        const written = setting.setting.assignment.value.text === setting.value;
        const meant = size.number <= 64 ? 'GB' : 'MB';
        const fix = guess(`Change to ${setting.value}${meant}`, span, `${setting.value}${meant}`);
        yield {
          ...span,
          message: `Without a unit this is ${setting.value} ${unit}. Write the unit, as in ${name} = 2GB.`,
          fixes: written && size.number <= below ? [fix] : [],
        };
      }
    }
  },
};
