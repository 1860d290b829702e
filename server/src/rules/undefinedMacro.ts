import type { Assignment, Reference } from '../submit/index.ts';
import { findPredefinedMacro, lowerCase, referencesIn, spanIn } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { guess, nothing } from './rule.ts';
import type { SetNames } from './setNames.ts';

/** What DAGMan gives to the jobs of its nodes. */
const fromDagman = new Set([
  'dag_status',
  'dagmanjobid',
  'failed_count',
  'job',
  'max_retries',
  'parent',
  'retry',
]);

export const undefinedMacro: Rule = {
  code: 'undefined-macro',
  severity: 'hint',
  summary: 'A macro that nothing sets, so that it is empty.',
  checkEach: {
    of: 'referringToNothing',
    check: (assignment, context) => {
      if (!context.isSelfContained) return nothing;
      const { references, name } = assignment;
      const { names } = context;
      const isAnyUnset = references.names.some(
        (referred, index) =>
          references.isRequired(index) && !names.includes(referred) && isUnset(referred.text, name, names),
      );
      return isAnyUnset ? findings(assignment, context.names) : nothing;
    },
  },
};

/** Whether a reference is to something that nothing sets, as far as anybody can know. */
const isUndefined = ({ kind, name, defaultStart }: Reference, own: string, known: SetNames): boolean =>
  kind === 'macro' && defaultStart === undefined && isUnset(lowerCase(name), own, known);

const isUnset = (lower: string, own: string, known: SetNames): boolean => {
  if (lower === '' || lower === own || lower.includes('$') || lower.includes('.')) return false;
  if (findPredefinedMacro(lower) !== undefined || fromDagman.has(lower)) return false;
  return !known.has(lower) && !known.has(`submit.${lower}`) && !known.has(`my.${lower}`);
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
