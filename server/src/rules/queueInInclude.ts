import { problemRule } from './rule.ts';

export const queueInInclude = problemRule(
  'queue-in-include',
  'error',
  'A queue statement in an included file.',
  () => ({ message: 'An included file cannot have a queue statement: move it to the file that includes.' }),
);
