import { spanIn } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { guess, replacement } from './rule.ts';

export const malformedMacro: Rule = {
  code: 'malformed-macro',
  severity: 'warning',
  summary: 'A macro that HTCondor does not recognise, so that it stays as it is.',
  checkEach: {
    of: 'withStrayDollar',
    check: function* ({ value }): Iterable<Finding> {
      for (const match of value.text.matchAll(/(?<!\$)\$\((?:(\s+)([\w.]+)(\s*)|([\w.]+)(\s+))\)/g)) {
        const name = match[2] ?? match[4] ?? '';
        const span = spanIn(value, match.index, match.index + match[0].length);
        yield {
          ...span,
          message: `'${match[0]}' is no macro because of the blanks, and stays as it is: write $(${name}).`,
          fixes: [replacement(`Change to $(${name})`, span, `$(${name})`)],
        };
      }
      const open = /(?<!\$)\$\(([\w.]+)(?![\w.:])[^)]*$/.exec(value.text);
      if (open !== null) {
        const [, name = ''] = open;
        const span = spanIn(value, open.index, open.index + name.length + 2);
        yield {
          ...span,
          message: `'$(${name}' is no macro without its closing parenthesis, and stays as it is: write $(${name}).`,
          fixes: [guess(`Change to $(${name})`, span, `$(${name})`)],
        };
      }
      for (const match of value.text.matchAll(
        /(?<!\$)\$\([\w.]+:([\w./ ,\\:-]*[^\w./$ ,\\:()-][^()$]*|[^()$-]*-[^()$]*)\)/g,
      )) {
        const character = /[^\w./ ,\\:]/.exec(match[1] ?? '')?.[0] ?? '';
        yield {
          ...spanIn(value, match.index, match.index + match[0].length),
          message: `'${match[0]}' is no macro, because a default cannot hold '${character}', and stays as it is. Set a macro of its own to the default first.`,
        };
      }
    },
  },
};
