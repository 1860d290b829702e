import { setCommand } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting } from './settings.ts';

export const dmtcpExitRemove: Rule = {
  code: 'dmtcp-exit-remove',
  severity: 'information',
  summary: 'No on_exit_remove that keeps a job whose shim was killed.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, shim, place } of context.dmtcpJobs) {
      if (shim === undefined || checkedSetting(submission, 'on_exit_remove') !== undefined) continue;
      yield {
        ...place,
        message:
          'A shim that is killed (out of memory, a reboot) would count as a finished job and leave the queue. on_exit_remove = ExitBySignal == False runs the job again instead; the shim itself reports signals of the program as exit code 128 + N.',
        fixes: [setCommand(context, submission, 'on_exit_remove', 'ExitBySignal == False')],
      };
    }
  },
};
