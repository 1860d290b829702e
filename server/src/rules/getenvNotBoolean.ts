import type { Finding, Rule } from './rule.ts';
import { replacement } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

const meant: ReadonlyMap<string, string> = new Map([
  ['yes', 'true'],
  ['on', 'true'],
  ['no', 'false'],
  ['off', 'false'],
]);

export const getenvNotBoolean: Rule = {
  code: 'getenv-not-boolean',
  severity: 'warning',
  summary: 'getenv with yes or no, which it takes for the name of a variable.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const getenv = checkedSetting(submission, 'getenv');
      const boolean = meant.get(getenv?.value.toLowerCase() ?? '');
      if (getenv === undefined || boolean === undefined) continue;
      const span = valueSpan(getenv.setting);
      yield {
        ...span,
        message: `getenv takes true, false or names of variables: '${getenv.value}' is the variable of that name. Did you mean ${boolean}?`,
        fixes: [replacement(`Change to ${boolean}`, span, boolean)],
      };
    }
  },
};
