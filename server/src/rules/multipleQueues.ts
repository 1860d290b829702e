import { problemRule } from './rule.ts';

export const multipleQueues = problemRule(
  'multiple-queues',
  'warning',
  'More than one queue statement.',
  () => ({
    message:
      'Several queue statements in a file are deprecated and an error in newer releases. Use one queue statement with a list of items.',
  }),
);
