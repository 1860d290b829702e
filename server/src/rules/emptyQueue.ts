import type { Queue } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';

export const emptyQueue: Rule = {
  code: 'empty-queue',
  severity: 'warning',
  summary: 'A queue statement without items, which makes no job.',
  check: function* ({ submissions }): Iterable<Finding> {
    for (const { queue, jobCount } of submissions) {
      // Without items, another error has said why.
      if (queue === undefined || queue.items.kind === 'none' || jobCount !== 0) continue;
      const zero = queue.count?.number === 0 ? queue.count.text : undefined;
      const { start, end } = zero ?? queue.slice ?? queue.modeSpan ?? queue.keyword;
      yield { start, end, message: `This statement makes no job: ${reason(queue)}` };
    }
  },
};

const reason = (queue: Queue): string => {
  if (queue.count?.number === 0) return 'it asks for 0 jobs of each item. Write the number that you mean.';
  const { items } = queue;
  const rows = items.kind === 'list' || items.kind === 'file' ? (items.rows?.length ?? 0) : 0;
  if (rows === 0)
    return items.kind === 'file'
      ? 'the file has no items.'
      : 'expected items between the parentheses, found none.';
  return queue.slice === undefined
    ? 'the table has a header and no row.'
    : `the slice leaves none of the ${rows} items. Items are numbered from 0.`;
};
