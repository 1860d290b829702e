import { problemRule } from './rule.ts';

export const errorStatement = problemRule(
  'error-statement',
  'error',
  'An error statement that is reached.',
  (problem) => ({
    message: `This line stops condor_submit with the message '${problem.message}'. To name a file for standard error, write '=' instead of ':'.`,
  }),
);
