import { checkpointSeconds } from './checkpointTime.ts';
import type { Finding, Rule } from './rule.ts';

/** Seconds below which a program does little else than checkpoints, however small it is. */
const shortest = 10;

export const dmtcpInterval: Rule = {
  code: 'dmtcp-interval',
  severity: 'warning',
  summary: 'A --ckptint that is shorter than a checkpoint.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, shim } of context.dmtcpJobs) {
      const interval = shim?.options.get('ckptint');
      if (interval === undefined || interval.text.includes('$')) continue;
      const place = { start: interval.start, end: interval.end };
      if (!/^\d{1,9}$/.test(interval.text)) {
        const message = `Expected a number of seconds for --ckptint, such as 1800, found '${interval.text}': the shim refuses it.`;
        yield { ...place, message };
        continue;
      }
      const given = Number(interval.text);
      const needed = Math.max(shortest, checkpointSeconds(submission) ?? 0);
      if (given === 0 || given >= needed) continue;
      yield {
        ...place,
        message: `A checkpoint of a program of this size (request_memory) takes about ${needed} s, so one every ${given} s leaves no time to work: give a longer --ckptint, or none to checkpoint at evictions only.`,
      };
    }
  },
};
