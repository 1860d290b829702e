import { findPredefinedMacro } from '../submit/index.ts';
import { spanIn } from '../submit/index.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { replacement } from './rule.ts';

export const shellStyleMacro: Rule = {
  code: 'shell-style-macro',
  severity: 'warning',
  summary: '${NAME} where $(NAME) is meant.',
  checkEach: {
    of: 'withStrayDollar',
    check: function* ({ value }, context): Iterable<Finding> {
      for (const match of value.text.matchAll(/\$\{([\w.]+)\}/g)) {
        const [text, name = ''] = match;
        if (!isMacro(name, context)) continue;
        const span = spanIn(value, match.index, match.index + text.length);
        yield {
          ...span,
          message: `'${text}' is no macro to HTCondor and stays as it is: macros are written $(${name}).`,
          fixes: [replacement(`Change to $(${name})`, span, `$(${name})`)],
        };
      }
    },
  },
};

/** Whether a submit file can mean a name: what it sets, its loop variables, and $(Cluster) and its like. */
const isMacro = (name: string, { file, submissions }: RuleContext): boolean => {
  const lower = name.toLowerCase();
  if (file.definitions.has(lower)) return true;
  if (lower === 'item')
    return submissions.some(({ queue }) => queue?.mode !== undefined && queue.variables.length === 0);
  const isVariable = submissions.some(
    ({ queue }) =>
      queue?.mode !== undefined && queue.variables.some((variable) => variable.text.toLowerCase() === lower),
  );
  return isVariable || findPredefinedMacro(lower) !== undefined;
};
