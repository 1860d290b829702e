import { problemRule } from './rule.ts';

export const conditionalAfterElse = problemRule(
  'conditional-after-else',
  'error',
  'elif or else after else.',
  (problem) => ({ message: `'${problem.keyword}' cannot follow 'else' in the same if.` }),
);
