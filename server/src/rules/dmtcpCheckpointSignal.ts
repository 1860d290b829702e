import { readSignal, signals } from '../submit/index.ts';
import { setCommand } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const dmtcpCheckpointSignal: Rule = {
  code: 'dmtcp-checkpoint-signal',
  severity: 'warning',
  summary: 'SIGUSR2, which DMTCP uses itself, as kill_sig.',
  check: function* (context): Iterable<Finding> {
    for (const { submission } of context.dmtcpJobs) {
      const killSignal = checkedSetting(submission, 'kill_sig');
      if (killSignal?.known !== true || readSignal(killSignal.value) !== signals.get('USR2')) continue;
      yield {
        ...valueSpan(killSignal.setting),
        message:
          'DMTCP uses SIGUSR2 inside the program to stop its threads for a checkpoint, so it does not end the job: use SIGINT.',
        fixes: [setCommand(context, submission, 'kill_sig', 'SIGINT')],
      };
    }
  },
};
