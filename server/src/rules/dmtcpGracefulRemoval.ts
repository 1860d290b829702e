import { readBoolean } from '../submit/index.ts';
import { setCommand } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const dmtcpGracefulRemoval: Rule = {
  code: 'dmtcp-graceful-removal',
  severity: 'hint',
  summary: 'A DMTCP job that makes a checkpoint before it is removed.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, shim, place } of context.dmtcpJobs) {
      if (shim === undefined) continue;
      const graceful = checkedSetting(submission, 'want_graceful_removal');
      if (graceful !== undefined) {
        const reading = graceful.known ? readBoolean(graceful.value) : undefined;
        if (reading?.kind !== 'value' || !reading.value) continue;
      }
      yield {
        ...(graceful === undefined ? place : valueSpan(graceful.setting)),
        message:
          'The shim cannot tell condor_rm from an eviction: it writes a checkpoint that is thrown away, and the removal waits for it. want_graceful_removal = False ends a removed job at once; a held one too, without a checkpoint.',
        fixes: [setCommand(context, submission, 'want_graceful_removal', 'False')],
      };
    }
  },
};
