import { problemRule } from './rule.ts';

export const includeHasErrors = problemRule(
  'include-has-errors',
  'error',
  'An included file with errors.',
  (problem) => ({
    message: `'${problem.path}' has an error (${problem.first.kind}) that stops condor_submit.`,
  }),
);
