import type { Finding, Rule } from './rule.ts';

export const missingAttributeName: Rule = {
  code: 'missing-attribute-name',
  severity: 'error',
  summary: 'A + or MY. without the name of an attribute.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      if (submission.jobCount === 0) continue;
      for (const name of ['my.', 'jobset.']) {
        const assignment = submission.definitions.get(name);
        if (assignment === undefined || assignment.stored === '') continue;
        const { start, end, text } = assignment.key;
        yield { start, end, message: `Expected the name of an attribute after '${text}', found none.` };
      }
    }
  },
};
