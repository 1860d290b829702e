import type { Finding, Rule } from './rule.ts';

export const itemsFileComment: Rule = {
  code: 'items-file-comment',
  severity: 'warning',
  summary: 'Comment lines in a file of items, which make jobs.',
  check: function* (context): Iterable<Finding> {
    for (const { queue } of context.submissions) {
      if (queue?.items.kind !== 'file' || queue.table) continue;
      const { path, rows = [] } = queue.items;
      const line = rows.findIndex((row) => /^\s*#/.test(row));
      if (line < 0) continue;
      yield {
        start: path.start,
        end: path.end,
        message: `Line ${line + 1} of '${path.text}' begins with '#': in a file of items that is no comment, and makes a job.`,
      };
    }
  },
};
