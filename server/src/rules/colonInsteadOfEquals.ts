import { problemRule, replacement } from './rule.ts';

export const colonInsteadOfEquals = problemRule(
  'colon-instead-of-equals',
  'error',
  'A command is separated from its value by a colon.',
  (problem) => {
    return {
      message: `Expected '=' after '${problem.name}', found ':'. Only include, use, error and warning take a colon.`,
      fixes: [replacement("Replace ':' by '='", problem, '=')],
    };
  },
);
