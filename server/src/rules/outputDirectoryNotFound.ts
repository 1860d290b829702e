import type { Finding, Rule } from './rule.ts';
import { checkedSetting, locatedValue, valueSpan } from './settings.ts';

export const outputDirectoryNotFound: Rule = {
  code: 'output-directory-not-found',
  severity: 'warning',
  summary: 'A log, output or error file in a directory that does not exist.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      if (checkedSetting(submission, 'initialdir') !== undefined) continue;
      for (const name of ['log', 'output', 'error']) {
        const value = locatedValue(submission, name)?.text.trim() ?? '';
        const directory = /^(.*[^/])\/+[^/]*$/.exec(value)?.[1];
        const setting = checkedSetting(submission, name)?.setting;
        if (setting === undefined || directory === undefined || /[$"]|:\/\//.test(directory)) continue;
        if (context.fileExists(directory) !== false) continue;
        yield {
          ...valueSpan(setting),
          message: `The directory '${directory}' does not exist, and HTCondor does not make it: ${name === 'log' ? 'the job cannot be submitted' : 'the job would be held'}.`,
        };
      }
    }
  },
};
