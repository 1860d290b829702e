import { readBoolean } from '../submit/index.ts';
import { setCommand } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const dmtcpGracefulRemoval: Rule = {
  code: 'dmtcp-graceful-removal',
  severity: 'warning',
  summary: 'A DMTCP job that is killed without a checkpoint when it is held.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, shim } of context.dmtcpJobs) {
      if (shim === undefined) continue;
      const graceful = checkedSetting(submission, 'want_graceful_removal');
      if (graceful?.known !== true) continue;
      const reading = readBoolean(graceful.value);
      if (reading.kind !== 'value' || reading.value) continue;
      yield {
        ...valueSpan(graceful.setting),
        message:
          'want_graceful_removal = False ends a job at once when it is held, not only when it is removed: the shim has no time for a checkpoint, and the work since the last one is lost. Set it to True, or leave it out.',
        fixes: [setCommand(context, submission, 'want_graceful_removal', 'True')],
      };
    }
  },
};
