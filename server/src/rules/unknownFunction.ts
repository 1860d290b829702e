import { macroFunctions, spanIn } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { replacement } from './rule.ts';

const names = new Map(macroFunctions.map(({ name }) => [name.toLowerCase(), name]));

export const unknownFunction: Rule = {
  code: 'unknown-function',
  severity: 'warning',
  summary: 'A macro function in lower case, which stays as it is.',
  checkEach: {
    of: 'withStrayDollar',
    check: function* ({ value }): Iterable<Finding> {
      for (const match of value.text.matchAll(/(?<!\$)\$([A-Za-z_]+)(?=\()/g)) {
        const written = match[1] ?? '';
        const name = names.get(written.toLowerCase().replace(/^\$/, ''));
        if (name === undefined || name === written || name.length < 3) continue;
        const span = spanIn(value, match.index + 1, match.index + 1 + written.length);
        yield {
          ...span,
          message: `'$${written}' is no function and stays as it is: functions are written in upper case, $${name}(...).`,
          fixes: [replacement(`Change to ${name}`, span, name)],
        };
      }
    },
  },
};
