import { expand } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';

export const macroCycle: Rule = {
  code: 'macro-cycle',
  severity: 'error',
  summary: 'Macros that refer to each other in a circle.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const reported = new Set<string>();
      for (const [name, assignment] of submission.definitions) {
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
