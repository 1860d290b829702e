import { columnsOf, unfilledRows } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';

export const itemFields: Rule = {
  code: 'item-fields',
  severity: 'warning',
  summary: 'An item with fewer fields than there are loop variables, or a blank one.',
  check: function* (context): Iterable<Finding> {
    const { dialect } = context;
    for (const { queue } of context.submissions) {
      if (queue?.mode !== 'from' || queue.table || queue.items.kind !== 'list') continue;
      const wanted = queue.variables.length;
      for (const { text, start, end } of unfilledRows(queue.items.rows, Math.max(1, wanted))) {
        if (text.trim() === '') {
          yield {
            start,
            end,
            message: `A blank line is an item too: one more job, ${
              dialect.blankRowRepeats
                ? 'with the variables of the line before'
                : 'with its first variable empty'
            }.`,
          };
          continue;
        }
        const columns = columnsOf(text, wanted);
        const at = queue.variables.findIndex((_, column) => (columns[column] ?? '') === '');
        const empty = queue.variables[at];
        if (empty === undefined || text.includes('$(')) continue;
        const isKept = at >= columns.length && !dialect.fillsColumns;
        const what = isKept ? 'is what it was for the item before' : 'is empty for this item';
        yield {
          start,
          end,
          severity: 'information',
          message: `Expected ${wanted} fields, one for each variable: $(${empty.text}) ${what}.`,
        };
      }
    }
  },
};
