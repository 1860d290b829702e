import { problemRule } from './rule.ts';

export const includeNotFound = problemRule(
  'include-not-found',
  'error',
  'An included file that does not exist.',
  (problem) => ({
    message: `Cannot find '${problem.path}'. Names are relative to the directory of submission and are not quoted; write 'include ifexist : FILE' for a file that may be absent.`,
  }),
);
