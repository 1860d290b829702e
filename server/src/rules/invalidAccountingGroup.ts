import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan, writtenName } from './settings.ts';
import { excerpt } from './words.ts';

export const invalidAccountingGroup: Rule = {
  code: 'invalid-accounting-group',
  severity: 'error',
  summary: 'An accounting group or user with blanks or other characters that names cannot have.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      for (const name of ['accounting_group', 'accounting_group_user']) {
        const group = checkedSetting(submission, name);
        if (group?.known !== true || !/\s/.test(group.value)) continue;
        const message = `'${writtenName(group.setting)}' cannot have blanks, found '${excerpt(group.value)}'.`;
        yield { ...valueSpan(group.setting), message };
      }
    }
  },
};
