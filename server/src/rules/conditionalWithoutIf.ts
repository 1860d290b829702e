import { problemRule } from './rule.ts';

export const conditionalWithoutIf = problemRule(
  'conditional-without-if',
  'error',
  'elif, else or endif without an if.',
  (problem) => {
    const why = problem.afterQueue ? ' An if cannot reach over a queue statement: close it before.' : '';
    return { message: `'${problem.keyword}' has no 'if' before it.${why}` };
  },
);
