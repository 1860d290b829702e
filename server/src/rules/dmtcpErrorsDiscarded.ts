import { parseEnvironment, spanIn } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { locatedValue } from './settings.ts';

export const dmtcpErrorsDiscarded: Rule = {
  code: 'dmtcp-errors-discarded',
  severity: 'information',
  summary: "DMTCP's error messages sent to /dev/null.",
  check: function* (context): Iterable<Finding> {
    for (const { submission } of context.dmtcpJobs) {
      const environment = locatedValue(submission, 'environment');
      if (environment === undefined) continue;
      for (const word of parseEnvironment(environment.text).words) {
        if (word.text !== 'JALIB_STDERR_PATH=/dev/null') continue;
        yield {
          ...spanIn(environment, word.start, word.end),
          message:
            'DMTCP writes why a checkpoint or restart failed to JALIB_STDERR_PATH: /dev/null throws it away. Leave it out, and the shim keeps the messages in a log that comes back with the job.',
        };
      }
    }
  },
};
