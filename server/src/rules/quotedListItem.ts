import { partsOf } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { replacement } from './rule.ts';
import { checkedSetting, locatedValue } from './settings.ts';

const lists = ['transfer_input_files', 'transfer_output_files', 'transfer_checkpoint_files', 'jar_files'];

export const quotedListItem: Rule = {
  code: 'quoted-list-item',
  severity: 'warning',
  summary: 'Quotes in a list of files, which become part of the names.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      for (const name of lists) {
        const value = locatedValue(submission, name);
        const written = checkedSetting(submission, name)?.setting.assignment.value;
        // The empty string in quotes is how one says: no file.
        if (value === undefined || written === undefined || value.text.replace(/["\s]/g, '') === '') continue;
        const quoted = partsOf(value, ',').filter(({ text }) => /^"|"$|^'.*'$/.test(text));
        for (const { start, end, text } of quoted) {
          const bare = text.replace(/^["']|["']$/g, '');
          const fixes = text.includes('$') ? [] : [replacement('Remove the quotes', { start, end }, bare)];
          yield { start, end, message: `Quotes are part of the names in '${name}': leave them out.`, fixes };
        }
      }
    }
  },
};
