import { findPredefinedMacro } from '../submit/index.ts';
import type { Assignment } from '../submit/index.ts';
import { spanIn } from '../submit/index.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { replacement } from './rule.ts';

export const shellStyleMacro: Rule = {
  code: 'shell-style-macro',
  severity: 'warning',
  summary: '${NAME} where $(NAME) is meant.',
  check: function* (context): Iterable<Finding> {
    const { withStrayDollar } = context.assignments;
    if (withStrayDollar.length === 0) return;
    const names = macroNames(context);
    for (const assignment of withStrayDollar) yield* check(assignment, names);
  },
};

/** Names that a submit file can mean: what it sets, its loop variables, and $(Cluster) and its like. */
const macroNames = ({ file, submissions }: RuleContext): ((name: string) => boolean) => {
  const variables = submissions.flatMap(({ queue }) =>
    queue?.mode === undefined
      ? []
      : queue.variables.length === 0
        ? ['item']
        : queue.variables.map((variable) => variable.text.toLowerCase()),
  );
  const looped = new Set(variables);
  return (name) => {
    const lower = name.toLowerCase();
    if (file.definitions.has(lower) || looped.has(lower)) return true;
    return lower !== 'item' && findPredefinedMacro(lower) !== undefined;
  };
};

const check = function* (assignment: Assignment, isMacro: (name: string) => boolean): Iterable<Finding> {
  const { value } = assignment;
  for (const match of value.text.matchAll(/\$\{([\w.]+)\}/g)) {
    const [text, name = ''] = match;
    if (!isMacro(name)) continue;
    const span = spanIn(value, match.index, match.index + text.length);
    yield {
      ...span,
      message: `'${text}' is no macro to HTCondor and stays as it is: macros are written $(${name}).`,
      fixes: [replacement(`Change to $(${name})`, span, `$(${name})`)],
    };
  }
};
