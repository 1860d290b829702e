import { problemRule } from './rule.ts';

export const invalidQueueCount = problemRule(
  'invalid-queue-count',
  'error',
  'A queue count that is no number.',
  (problem) => ({
    message: `Expected a number of jobs, or [COUNT] [VARIABLES] in|from|matching ITEMS after queue, found '${problem.text}'.`,
  }),
);
