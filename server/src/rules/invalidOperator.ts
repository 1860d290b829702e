import { problemRule } from './rule.ts';

export const invalidOperator = problemRule(
  'invalid-operator',
  'error',
  'An operator that is none.',
  (problem) => ({ message: `Expected '=', '@=' or '+=' after the name, found '${problem.text}'.` }),
);
