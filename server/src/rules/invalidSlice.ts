import { problemRule } from './rule.ts';

export const invalidSlice = problemRule(
  'invalid-slice',
  'error',
  'A slice that is not [from:to:step].',
  (problem) => ({
    message: `'${problem.text}' is no slice. Write [FROM:TO] or [FROM:TO:STEP] with integers and no blanks.`,
  }),
);
