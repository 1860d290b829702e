import { problemRule } from './rule.ts';

export const textAfterQueue = problemRule(
  'text-after-queue',
  'error',
  'Text after the queue statement in a release that takes one only.',
  (_problem, context) => {
    const { major, minor } = context.dialect.version;
    return {
      message: `HTCondor ${major}.${minor} accepts nothing after the first queue statement (unless SUBMIT_PREVENT_MULTI_QUEUE is false): found more statements. Use one queue statement with a list of items.`,
    };
  },
);
