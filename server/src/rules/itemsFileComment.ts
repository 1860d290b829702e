import type { ItemRows } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';

export const itemsFileComment: Rule = {
  code: 'items-file-comment',
  severity: 'warning',
  summary: 'Comment lines in a file of items, which make jobs.',
  check: function* (context): Iterable<Finding> {
    for (const { queue } of context.submissions) {
      if (queue?.items.kind !== 'file' || queue.table) continue;
      const { path, rows } = queue.items;
      const line = firstComment(rows);
      if (line < 0) continue;
      yield {
        start: path.start,
        end: path.end,
        message: `Line ${line + 1} of '${path.text}' begins with '#': in a file of items that is no comment, and makes a job.`,
      };
    }
  },
};

/** The index of the first row that looks like a comment; -1 when there is none. */
const firstComment = (rows: ItemRows | undefined): number => {
  for (let index = 0; index < (rows?.length ?? 0); index++)
    if (rows?.at(index)?.text.startsWith('#') === true) return index;
  return -1;
};
