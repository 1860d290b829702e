import type { Finding, Rule } from './rule.ts';

export const queueZero: Rule = {
  code: 'queue-zero',
  severity: 'warning',
  summary: 'queue 0, which some releases take for one job.',
  check: function* (context): Iterable<Finding> {
    for (const { queue } of context.submissions) {
      if (queue?.count?.number !== 0 || queue.mode !== undefined) continue;
      const { start, end } = queue.count.text;
      const { major, minor } = context.dialect.version;
      const effect = context.dialect.zeroMeansOne ? 'one job' : 'no job';
      yield {
        start,
        end,
        message: `In HTCondor ${major}.${minor}, 'queue 0' makes ${effect}; other releases differ. Leave the statement out, or write the number that you mean.`,
      };
    }
  },
};
