import { parseArguments, spanIn } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { replacement } from './rule.ts';
import { checkedSetting, locatedValue } from './settings.ts';

export const quotesInOldArguments: Rule = {
  code: 'quotes-in-old-arguments',
  severity: 'warning',
  summary: 'Single quotes that do not group, because the arguments are not in double quotes.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const value = locatedValue(submission, 'arguments');
      const written = checkedSetting(submission, 'arguments')?.setting.assignment.value;
      if (value === undefined || written === undefined || value.text.startsWith('"')) continue;
      const group = /(^|\s)'[^'\s]*\s[^']*'(?=\s|$)/.exec(value.text);
      if (group === null || parseArguments(value.text).error !== undefined) continue;
      const from = group.index + (group[1]?.length ?? 0);
      const fixed = `"${written.text.replaceAll('\\"', '""')}"`;
      yield {
        ...spanIn(value, from, group.index + group[0].length),
        message:
          'Without double quotes around all arguments, single quotes are part of the words and do not keep them together: the program gets several arguments with quotes in them.',
        fixes: [replacement('Put the arguments in double quotes', written, fixed)],
      };
    }
  },
};
