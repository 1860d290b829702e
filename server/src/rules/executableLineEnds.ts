import { programFile } from './executableNotFound.ts';
import type { Finding, Rule } from './rule.ts';
import { valueSpan } from './settings.ts';

export const executableLineEnds: Rule = {
  code: 'executable-line-ends',
  severity: 'error',
  summary: 'A script with the line ends of Windows.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const executable = programFile(submission);
      const head = executable === undefined ? undefined : context.lookAtFile(executable.value)?.head;
      if (executable === undefined || head === undefined || !/^#![^\n]*\r\n/.test(head)) continue;
      yield {
        ...valueSpan(executable.setting),
        message: `'${executable.value}' is a script with Windows line ends (CR LF): the execute host would look for an interpreter whose name ends with CR. Save it with LF, or run dos2unix on it.`,
      };
    }
  },
};
