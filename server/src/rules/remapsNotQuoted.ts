import type { Finding, Rule } from './rule.ts';
import { replacement } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const remapsNotQuoted: Rule = {
  code: 'remaps-not-quoted',
  severity: 'error',
  summary: 'transfer_output_remaps without double quotes in a release that needs them.',
  check: function* (context): Iterable<Finding> {
    const { major, minor } = context.dialect.version;
    if (major > 23) return;
    for (const submission of context.submissions) {
      const remaps = checkedSetting(submission, 'transfer_output_remaps');
      if (remaps?.known !== true || /^".*"$/s.test(remaps.value)) continue;
      const span = valueSpan(remaps.setting);
      const written = remaps.setting.assignment.value.text;
      yield {
        ...span,
        message: `HTCondor ${major}.${minor} takes transfer_output_remaps in double quotes only.`,
        fixes: written.includes('"') ? [] : [replacement('Put it in double quotes', span, `"${written}"`)],
      };
    }
  },
};
