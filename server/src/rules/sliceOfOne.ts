import type { Finding, Rule } from './rule.ts';
import { guess } from './rule.ts';

export const sliceOfOne: Rule = {
  code: 'slice-of-one',
  severity: 'warning',
  summary: 'A slice [N], which takes all items from N on.',
  check: function* (context): Iterable<Finding> {
    for (const { queue } of context.submissions) {
      const slice = queue?.slice;
      if (slice === undefined) continue;
      const text = context.file.text.slice(slice.start, slice.end);
      const number = /^\[(\d+)\]$/.exec(text)?.[1];
      if (number === undefined) continue;
      const next = Number(number) + 1;
      const span = { start: slice.start, end: slice.end };
      yield {
        ...span,
        message: `[${number}] means [${number}:], every item from number ${number} on. One item alone is [${number}:${next}].`,
        fixes: [
          guess(`Take one item: [${number}:${next}]`, span, `[${number}:${next}]`),
          guess(`Say it clearly: [${number}:]`, span, `[${number}:]`),
        ],
      };
    }
  },
};
