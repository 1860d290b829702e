import type { Submission } from '../submit/index.ts';
import { spanIn } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, locatedValue } from './settings.ts';

const lists = ['transfer_input_files', 'output_destination', 'transfer_output_remaps'];

export const missingUrlKeys: Rule = {
  code: 'missing-url-keys',
  severity: 'error',
  summary: 'An s3:// or gs:// URL without the files that hold its keys.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const missing = ['access_key_id_file', 'secret_access_key_file'].filter(
        (suffix) => !isGiven(submission, suffix),
      );
      if (missing.length === 0) continue;
      for (const name of lists) {
        const value = locatedValue(submission, name);
        const match = /\b(s3|gs):\/\/[^\s,;"]*/i.exec(value?.text ?? '');
        if (value === undefined || match === null) continue;
        const service = match[1]?.toLowerCase() ?? 's3';
        const commands = missing.map((suffix) => `${service}_${suffix}`).join(' and ');
        yield {
          ...spanIn(value, match.index, match.index + match[0].length),
          message: `HTCondor needs keys to transfer this URL: expected ${commands}.`,
        };
      }
    }
  },
};

const isGiven = (submission: Submission, suffix: string): boolean =>
  ['s3', 'aws', 'gs'].some((prefix) => checkedSetting(submission, `${prefix}_${suffix}`) !== undefined);
