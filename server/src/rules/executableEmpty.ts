import { programFile } from './executableNotFound.ts';
import type { Finding, Rule } from './rule.ts';
import { valueSpan } from './settings.ts';

export const executableEmpty: Rule = {
  code: 'executable-empty',
  severity: 'error',
  summary: 'An executable without content.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const executable = programFile(submission);
      if (executable === undefined || context.lookAtFile(executable.value)?.size !== 0) continue;
      yield {
        ...valueSpan(executable.setting),
        message: `'${executable.value}' is empty: HTCondor refuses to submit it.`,
      };
    }
  },
};
