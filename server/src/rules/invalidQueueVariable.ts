import { problemRule } from './rule.ts';

export const invalidQueueVariable = problemRule(
  'invalid-queue-variable',
  'error',
  'A loop variable that is no name.',
  (problem) => ({
    message: `'${problem.name}' is no variable name: a letter, then letters, digits, '_' and '.'.`,
  }),
);
