import { partsOf } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { replacement } from './rule.ts';
import { checkedSetting, locatedValue } from './settings.ts';

export const directoryContents: Rule = {
  code: 'directory-contents',
  severity: 'hint',
  summary: 'A directory with a slash at its end, of which only the contents travel.',
  check: function* ({ submissions }): Iterable<Finding> {
    for (const submission of submissions) {
      const value = locatedValue(submission, 'transfer_input_files');
      const written = checkedSetting(submission, 'transfer_input_files')?.setting.assignment.value;
      if (value === undefined || written === undefined) continue;
      for (const { text, start, end } of partsOf(value, ',')) {
        if (!/[^/.]\/$/.test(text) || text.includes('://')) continue;
        const name = text.replace(/\/+$/, '');
        yield {
          start,
          end,
          message: `With the slash, what is in '${name}' travels, without a directory around it. Leave the slash out to have '${name.replace(/^.*\//, '')}' itself in the sandbox.`,
          fixes: text.includes('$')
            ? []
            : [{ ...replacement('Remove the slash', { start, end }, name), choice: true }],
        };
      }
    }
  },
};
