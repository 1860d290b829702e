import { dmtcpFileAdvice } from './dmtcpJob.ts';
import { partsOf } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, locatedValue, transfersNothing } from './settings.ts';

/** Files of one list that are looked at; a list of thousands is better checked by condor_submit. */
const limit = 200;

export const inputFileNotFound: Rule = {
  code: 'input-file-not-found',
  severity: 'warning',
  summary: 'An input file that does not exist.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      // Names are relative to initialdir, which is another place.
      const elsewhere = checkedSetting(submission, 'initialdir') !== undefined;
      if (elsewhere || transfersNothing(submission)) continue;
      for (const name of ['transfer_input_files', 'input']) {
        const value = locatedValue(submission, name);
        if (value === undefined) continue;
        const items = name === 'input' ? [value] : partsOf(value, ',').slice(0, limit);
        for (const { text, start, end } of items) {
          const path = text.trim();
          if (/\$|:\/\/|^"/.test(path) || context.fileExists(path) !== false) continue;
          yield {
            start,
            end,
            message:
              `Cannot find '${path}': the job would be held when it starts. ${adviceFor(path, name)}`.trimEnd(),
          };
        }
      }
    }
  },
};

const adviceFor = (path: string, command: string): string =>
  command !== 'input' && /\S\s+\S/.test(path)
    ? 'Files of the list are separated by commas: blanks are part of a name.'
    : dmtcpFileAdvice(path);
