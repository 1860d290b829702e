import { problemRule } from './rule.ts';

export const includeTooDeep = problemRule(
  'include-too-deep',
  'error',
  'Files that include each other without end.',
  () => ({ message: 'HTCondor follows at most 20 nested includes; this file probably includes itself.' }),
);
