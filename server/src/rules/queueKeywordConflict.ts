import { problemRule } from './rule.ts';

export const queueKeywordConflict = problemRule(
  'queue-keyword-conflict',
  'error',
  'files, dirs, any or table with the wrong keyword.',
  (problem) => ({
    message: `'${problem.qualifier}' cannot follow '${problem.mode}': files, dirs and any belong to matching, table to from.`,
  }),
);
