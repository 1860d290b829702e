import { checkpointSeconds, seconds } from './checkpointTime.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const dmtcpVacateTime: Rule = {
  code: 'dmtcp-vacate-time',
  severity: 'warning',
  summary: 'A job_max_vacate_time that is too short for a checkpoint.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, shim } of context.dmtcpJobs) {
      const setting = checkedSetting(submission, 'job_max_vacate_time')?.setting;
      const allowed = seconds(submission, 'job_max_vacate_time');
      const needed = checkpointSeconds(submission);
      if (setting === undefined || allowed === undefined || needed === undefined || allowed >= needed)
        continue;
      const interval = Number(shim?.options.get('ckptint')?.text ?? '0');
      const loss =
        interval > allowed
          ? `all that it did since the last checkpoint, up to ${interval} s (--ckptint),`
          : 'what it did since the last checkpoint';
      yield {
        ...valueSpan(setting),
        message: `The job is killed ${allowed} s after the eviction began, and a checkpoint of a program of this size (request_memory) takes about ${needed} s: ${loss} would be lost. Allow more, or make checkpoints faster with DMTCP_GZIP=0 in the environment.`,
      };
    }
  },
};
