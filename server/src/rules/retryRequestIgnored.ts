import { isRead } from './isRead.ts';
import { readsRetryRequest } from './retryRequest.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting } from './settings.ts';

const commands = [
  'retry_request_memory',
  'retry_request_memory_increase',
  'retry_request_memory_max',
  'retry_request_disk',
] as const;

export const retryRequestIgnored: Rule = {
  code: 'retry-request-ignored',
  severity: 'warning',
  summary: 'Requests for a retry that have no effect.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const memory = checkedSetting(submission, 'retry_request_memory');
      for (const name of commands) {
        const checked = checkedSetting(submission, name);
        // command-too-new tells about releases that do not know them.
        if (checked === undefined || !isRead(checked.setting.command, submission, context)) continue;
        const { start, end } = checked.setting.assignment.key;
        const request = name === 'retry_request_disk' ? 'request_disk' : 'request_memory';
        if (!readsRetryRequest(checked, context)) {
          const message = `'${name}' has no effect here: it needs ${request} with a plain size such as 2GB to begin with.`;
          yield { start, end, tag: 'unused', message };
        } else if (memory !== undefined && /_(?:increase|max)$/.test(name)) {
          const message = `'${name}' has no effect beside 'retry_request_memory', which gives the sizes already.`;
          yield { start, end, tag: 'unused', message };
        }
      }
    }
  },
};
