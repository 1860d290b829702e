import { problemRule } from './rule.ts';

export const conditionalNotClosed = problemRule(
  'conditional-not-closed',
  'error',
  'An if without endif.',
  (problem) => {
    if (problem.beforeQueue) {
      return {
        message:
          "This if is still open at the queue statement. HTCondor does not complain here, but ends it there: put 'endif' before queue.",
        severity: 'warning',
      };
    }
    return { message: "This if has no 'endif'." };
  },
);
