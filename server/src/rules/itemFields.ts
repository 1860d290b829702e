import { columnsOf, unfilledRows } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';

export const itemFields: Rule = {
  code: 'item-fields',
  severity: 'warning',
  summary: 'An item with fewer fields than there are loop variables, or a blank one.',
  check: function* (context): Iterable<Finding> {
    for (const { queue } of context.submissions) {
      if (queue?.mode !== 'from' || queue.table || queue.items.kind !== 'list') continue;
      const wanted = queue.variables.length;
      for (const { text, start, end } of unfilledRows(queue.items.rows, Math.max(1, wanted))) {
        if (text.trim() === '') {
          yield {
            start,
            end,
            message:
              'A blank line is an item too: one more job, with empty variables or those of the line before, as the release has it.',
          };
          continue;
        }
        const empty = queue.variables[columnsOf(text, wanted).filter((column) => column !== '').length];
        if (empty === undefined || text.includes('$(')) continue;
        yield {
          start,
          end,
          severity: 'information',
          message: `Expected ${wanted} fields, one for each variable: $(${empty.text}) is empty for this item.`,
        };
      }
    }
  },
};
