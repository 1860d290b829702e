import { problemRule } from './rule.ts';

export const unknownTemplate = problemRule(
  'unknown-template',
  'error',
  'use with a category or name that does not exist.',
  (problem) => {
    if (problem.name !== undefined) {
      return { message: `'use ${problem.category}' knows FALSE, TRUE and HARSH, not '${problem.name}'.` };
    }
    return { message: `'use' knows the categories TEMPLATE and STRICT, not '${problem.category}'.` };
  },
);
