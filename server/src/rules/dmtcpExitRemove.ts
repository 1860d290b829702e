import { setCommand } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

const wanted = 'ExitBySignal == False && ExitCode =!= 125';
/** What it was before the shim had an exit code of its own for machines that it cannot work on. */
const older = /^\(?\s*ExitBySignal\s*==\s*False\s*\)?$/i;

export const dmtcpExitRemove: Rule = {
  code: 'dmtcp-exit-remove',
  severity: 'information',
  summary: 'No on_exit_remove that keeps a job whose shim was killed or could not restart it.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, shim, place } of context.dmtcpJobs) {
      const given = checkedSetting(submission, 'on_exit_remove');
      if (shim === undefined || (given !== undefined && !older.test(given.value.trim()))) continue;
      const fixes = [setCommand(context, submission, 'on_exit_remove', wanted)];
      if (given !== undefined) {
        yield {
          ...valueSpan(given.setting),
          message: `The shim ends with code 125 when it can do nothing on one machine, for example because no image could be restarted from there; with this condition the job leaves the queue. ${wanted} lets it run again; bound that by on_exit_hold.`,
          fixes,
        };
        continue;
      }
      yield {
        ...place,
        message: `A shim that is killed (out of memory, a reboot), or that can do nothing on one machine (exit code 125), would count as a finished job and leave the queue. on_exit_remove = ${wanted} runs the job again instead; the shim itself reports signals of the program as exit code 128 + N.`,
        fixes,
      };
    }
  },
};
