import { isRead } from './isRead.ts';
import { removeStatement } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting } from './settings.ts';

export const outputDestinationConflict: Rule = {
  code: 'output-destination-conflict',
  severity: 'error',
  summary: 'output_destination and output_directory together.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const directory = checkedSetting(submission, 'output_directory');
      if (directory === undefined || checkedSetting(submission, 'output_destination') === undefined) continue;
      const { command, assignment } = directory.setting;
      if (!isRead(command, submission, context)) continue;
      const { start, end } = assignment.key;
      yield {
        start,
        end,
        message:
          "'output_destination' is given too: write one of them, output_destination for a URL, output_directory for a directory of the access point.",
        fixes: [
          {
            title: 'Remove this line',
            edits: [removeStatement(context.file.text, assignment)],
            choice: true,
          },
        ],
      };
    }
  },
};
