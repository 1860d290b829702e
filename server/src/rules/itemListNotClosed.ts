import { problemRule } from './rule.ts';

export const itemListNotClosed = problemRule(
  'item-list-not-closed',
  'error',
  'An item list without its closing parenthesis.',
  () => ({
    message:
      "The item list has no end: ')' must be the last character of this line, or begin a line of its own.",
  }),
);
