import { problemRule } from './rule.ts';

export const invalidCondition = problemRule(
  'invalid-condition',
  'error',
  'A condition that if and elif do not take.',
  (problem) => {
    const reasons = {
      complex: 'is too complex',
      'not-a-condition': 'is no condition',
      version: 'compares with something that is no version such as 23.9 or 25.14.1',
      defined: "needs a name after 'defined'",
      'defined-use-blanks': "must not have blanks in what follows 'defined use'",
    } as const;
    return {
      message: `'${problem.condition}' ${reasons[problem.reason]}. A condition is a number, true or false, 'defined NAME' or 'version >= X.Y', with '!' before it to negate; nothing else.`,
    };
  },
);
