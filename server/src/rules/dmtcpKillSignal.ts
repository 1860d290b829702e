import { readSignal, signals } from '../submit/index.ts';
import { setCommand } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const dmtcpKillSignal: Rule = {
  code: 'dmtcp-kill-signal',
  severity: 'warning',
  summary: 'A kill_sig on which shim_dmtcp makes no checkpoint.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, shim } of context.dmtcpJobs) {
      const killSignal = checkedSetting(submission, 'kill_sig');
      if (shim === undefined || killSignal?.known !== true) continue;
      const number = readSignal(killSignal.value);
      if (number === undefined || number === signals.get('INT') || number === signals.get('TERM')) continue;
      // dmtcp-checkpoint-signal has more to say about it.
      if (number === signals.get('USR2')) continue;
      yield {
        ...valueSpan(killSignal.setting),
        message: `shim_dmtcp makes its checkpoint on SIGINT or SIGTERM, found ${killSignal.value}: an eviction would just end the job, and its work would be lost.`,
        fixes: [setCommand(context, submission, 'kill_sig', 'SIGINT')],
      };
    }
  },
};
