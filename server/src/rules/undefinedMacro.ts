import type { Assignment, Reference } from '../submit/index.ts';
import { lowerCase, referencesIn, spanIn } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { guess, nothing } from './rule.ts';
import type { SetNames } from './setNames.ts';

export const undefinedMacro: Rule = {
  code: 'undefined-macro',
  severity: 'hint',
  summary: 'A macro that nothing sets, so that it is empty.',
  checkEach: {
    of: 'referringToNothing',
    check: (assignment, context) => {
      if (!context.isSelfContained) return nothing;
      const { references, name } = assignment;
      for (let i = 0; i < references.length; i++) {
        const referred = references.name(i);
        if (references.isRequired(i) && referred.text !== name && context.names.isUnsetName(referred))
          return findings(assignment, context.names);
      }
      return nothing;
    },
  },
};

/** Whether a reference is to something that nothing sets, as far as anybody can know. */
const isUndefined = ({ kind, name, defaultStart }: Reference, own: string, known: SetNames): boolean => {
  if (kind !== 'macro' || defaultStart !== undefined) return false;
  const lower = lowerCase(name);
  return lower !== own && known.isUnset(lower);
};

const findings = function* ({ value, name }: Assignment, known: SetNames): Iterable<Finding> {
  for (const reference of referencesIn(value.text)) {
    if (!isUndefined(reference, name, known)) continue;
    const span = spanIn(value, reference.start, reference.end);
    const written = `$(${reference.name})`;
    const meant = known.closest(reference.name);
    if (meant === undefined) {
      yield {
        ...span,
        message: `Nothing here sets ${written}, so it is empty, unless it is given to condor_submit or by DAGMan.`,
      };
    } else {
      yield {
        ...span,
        severity: 'warning',
        message: `Nothing sets ${written}, so it is empty. Did you mean $(${meant})?`,
        fixes: [guess(`Change to $(${meant})`, span, `$(${meant})`)],
      };
    }
  }
};
