import { problemRule } from './rule.ts';

export const includeOption = problemRule(
  'include-option',
  'error',
  'An unknown word between include and its colon.',
  (problem) => ({
    message: `Expected 'ifexist' or 'command' (lower case) between include and ':', found '${problem.word}'.`,
  }),
);
