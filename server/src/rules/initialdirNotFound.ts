import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const initialdirNotFound: Rule = {
  code: 'initialdir-not-found',
  severity: 'error',
  summary: 'An initialdir that does not exist.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const directory = checkedSetting(submission, 'initialdir');
      if (directory?.known !== true || context.fileExists(directory.value) !== false) continue;
      const message = `Cannot find the directory '${directory.value}'. It must exist before the job is submitted.`;
      yield { ...valueSpan(directory.setting), message };
    }
  },
};
