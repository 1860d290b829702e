import type { Finding, Rule } from './rule.ts';

export const missingAttributeName: Rule = {
  code: 'missing-attribute-name',
  severity: 'error',
  summary: 'A + or MY. without the name of an attribute.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const assignment = submission.jobCount === 0 ? undefined : submission.definitions.get('my.');
      if (assignment === undefined || assignment.stored === '') continue;
      const { start, end, text } = assignment.key;
      yield { start, end, message: `Expected the name of an attribute after '${text}', found none.` };
    }
  },
};
