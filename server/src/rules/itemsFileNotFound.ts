import { problemRule } from './rule.ts';

export const itemsFileNotFound = problemRule(
  'items-file-not-found',
  'error',
  'A file of items that does not exist.',
  (problem) => ({
    message: `Cannot find the file of items '${problem.path}'. All to the end of the line is its name, without quotes.`,
  }),
);
