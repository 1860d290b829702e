import type { Finding, Rule } from './rule.ts';
import { checkedSetting, partSpan } from './settings.ts';

export const matchMacroInRequirements: Rule = {
  code: 'match-macro-in-requirements',
  severity: 'error',
  summary: '`$$(...)` in requirements.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const requirements = checkedSetting(submission, 'requirements');
      if (requirements === undefined) continue;
      const match = /\$\$\((?:\[.*?\]|[^)]*)\)?/.exec(requirements.value);
      if (match === null) continue;
      const { assignment } = requirements.setting;
      yield {
        ...partSpan(assignment, requirements.value, match.index, match.index + match[0].length),
        message: `'${match[0]}' is filled in after the match, so requirements cannot use it. Refer to the machine as TARGET.NAME.`,
      };
    }
  },
};
