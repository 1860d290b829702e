import type { Finding, Rule } from './rule.ts';
import { replacement } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const environmentBlanks: Rule = {
  code: 'environment-blanks',
  severity: 'warning',
  summary: 'Variables that are separated in the way of the other syntax, which makes one variable.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const environment = checkedSetting(submission, 'environment');
      if (environment === undefined) continue;
      const separated = wronglySeparated(environment.value);
      if (separated !== undefined) yield { ...valueSpan(environment.setting), message: separated };
      if (!/^[A-Za-z_]\w*=[^\s;"']*(?:\s+[A-Za-z_]\w*=[^\s;"']*)+$/.test(environment.value)) continue;
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

/** What is wrong with the separators, besides blanks without double quotes; undefined when nothing is. */
const wronglySeparated = (value: string): string | undefined => {
  const isQuoted = value.startsWith('"');
  const [, name = '', separator = '', second = ''] =
    /^"?\s*([A-Za-z_]\w*)=[^\s;,"']*([;,])\s*([A-Za-z_]\w*)=[^\s"']*"?$/.exec(value) ?? [];
  if (name === '' || (!isQuoted && separator === ';')) return undefined;
  const [place, wanted] = isQuoted ? ['In double quotes', 'blanks'] : ['Without double quotes', "';'"];
  return `${place}, variables are separated by ${wanted}: expected that before ${second}, found '${separator}', which becomes a part of the value of ${name}.`;
};
