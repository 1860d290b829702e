import type { Finding, Rule } from './rule.ts';
import { checkedSetting } from './settings.ts';

export const requirementsOverride: Rule = {
  code: 'requirements-override',
  severity: 'warning',
  summary: '+Requirements beside requirements, which it makes void.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const override = submission.definitions.get('my.requirements');
      const requirements = checkedSetting(submission, 'requirements')?.setting.assignment;
      if (override === undefined || requirements === undefined || requirements === override) continue;
      const { start, end, text } = override.key;
      yield {
        start,
        end,
        message: `'${text}' takes the place of requirements, and of all conditions that HTCondor adds to it (memory, disk, operating system). Leave it out, or put it into requirements.`,
      };
    }
  },
};
