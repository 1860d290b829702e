import { problemRule } from './rule.ts';

export const conditionalTooDeep = problemRule(
  'conditional-too-deep',
  'error',
  'More than 63 nested ifs.',
  () => ({ message: 'HTCondor takes at most 63 nested ifs.' }),
);
