import { problemRule } from './rule.ts';

export const invalidSliceStep = problemRule(
  'invalid-slice-step',
  'error',
  'A slice step that ends condor_submit.',
  (problem) => ({ message: `A slice's step must be 1 or more; ${problem.step} makes condor_submit crash.` }),
);
