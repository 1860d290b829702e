import { seconds } from './checkpointTime.ts';
import type { Finding, Rule } from './rule.ts';
import { replacement } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const leaseTooShort: Rule = {
  code: 'lease-too-short',
  severity: 'warning',
  summary: 'A job_lease_duration below 20 seconds, which HTCondor raises to 20.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const lease = seconds(submission, 'job_lease_duration');
      const setting = checkedSetting(submission, 'job_lease_duration')?.setting;
      // 0 switches leases off.
      if (lease === undefined || setting === undefined || lease >= 20 || lease === 0) continue;
      const span = valueSpan(setting);
      yield {
        ...span,
        message: `HTCondor takes 20 seconds at least, found ${lease}. When the access point is away for longer than that, the job is killed; the default is 2400.`,
        fixes: [replacement('Change to 20', span, '20')],
      };
    }
  },
};
