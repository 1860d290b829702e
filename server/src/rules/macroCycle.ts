import type { Assignment, Submission } from '../submit/index.ts';
import { expand, namesReferredTo } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';

export const macroCycle: Rule = {
  code: 'macro-cycle',
  severity: 'error',
  summary: 'Macros that refer to each other in a circle.',
  check: function* (context): Iterable<Finding> {
    if (context.refersUpwards) return;
    for (const submission of context.submissions) {
      if (!canHaveCycle(submission)) continue;
      const reported = new Set<string>();
      for (const assignment of inOrderOfText(submission.definitions)) {
        const { name } = assignment;
        if (!assignment.stored.includes('$') || reported.has(name)) continue;
        // What was expanded to its end before is in no cycle.
        if (submission.sample.memo?.has(name) === true) continue;
        const { cycle } = expand(`$(${name})`, submission.sample);
        if (cycle?.includes(name) !== true) continue;
        for (const member of cycle) reported.add(member);
        const { value } = assignment;
        yield {
          start: value.start,
          end: value.end,
          message: `Macros refer to each other in a circle (${cycle.join(' -> ')}): condor_submit would never end.`,
        };
      }
    }
  },
};

const inOrderOfText = (definitions: Submission['definitions']): readonly Assignment[] =>
  [...definitions.values()].sort((a, b) => a.start - b.start);

/**
 * A second look, without expanding: whether following the references leads back to a macro on the way. A name that is
 * itself put together from macros can be any.
 */
const canHaveCycle = ({ definitions }: Submission): boolean => {
  const state = new Map<string, 'open' | 'done'>();
  const waiting: string[] = [];
  for (const { text: start } of definitions.entries()) {
    waiting.push(start);
    for (let name = waiting.at(-1); name !== undefined; name = waiting.at(-1)) {
      const stored = definitions.get(name)?.stored ?? '';
      if (state.has(name) || !stored.includes('$')) {
        state.set(name, 'done');
        waiting.pop();
        continue;
      }
      if (name.startsWith('submit.') || stored.includes('$($')) return true;
      state.set(name, 'open');
      for (const [from, to] of namesReferredTo(stored)) {
        const next = stored.slice(from, to).toLowerCase();
        if (state.get(next) === 'open') return true;
        if (!state.has(next)) waiting.push(next);
      }
    }
  }
  return false;
};
