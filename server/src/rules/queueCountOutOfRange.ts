import { problemRule } from './rule.ts';

export const queueCountOutOfRange = problemRule(
  'queue-count-out-of-range',
  'error',
  'A queue count below 0 or above 2147483646.',
  (problem) => ({ message: `A queue count is between 0 and 2147483646, not ${problem.number}.` }),
);
