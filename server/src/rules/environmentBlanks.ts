import type { Finding, Rule } from './rule.ts';
import { replacement } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const environmentBlanks: Rule = {
  code: 'environment-blanks',
  severity: 'warning',
  summary: 'Variables separated by blanks, which make one variable without double quotes around them.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const environment = checkedSetting(submission, 'environment');
      if (
        environment === undefined ||
        !/^[A-Za-z_]\w*=[^\s;"']*(?:\s+[A-Za-z_]\w*=[^\s;"']*)+$/.test(environment.value)
      )
        continue;
      const span = valueSpan(environment.setting);
      const { text } = environment.setting.assignment.value;
      const [name = ''] = environment.value.split('=');
      yield {
        ...span,
        message: `Without double quotes, variables are separated by ';': this is one variable, ${name}, whose value has blanks.`,
        fixes: [replacement('Put the environment in double quotes', span, `"${text}"`)],
      };
    }
  },
};
