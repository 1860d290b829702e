import { setCommand } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, keepsOutputAtEviction, placeFor } from './settings.ts';

export const outputErased: Rule = {
  code: 'output-erased',
  severity: 'information',
  summary: 'A job that goes on from a checkpoint, but whose output begins anew at each start.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      if (checkedSetting(submission, 'checkpoint_exit_code') === undefined) continue;
      if (keepsOutputAtEviction(submission) !== true) continue;
      if (checkedSetting(submission, 'erase_output_and_error_on_restart') !== undefined) continue;
      // shim_dmtcp keeps the program's output in files of its own.
      if (context.dmtcpJobs.some((job) => job.submission === submission && job.shim !== undefined)) continue;
      const name = ['output', 'error'].find((command) => checkedSetting(submission, command) !== undefined);
      const place = name === undefined ? undefined : placeFor(submission, name);
      if (name === undefined || place === undefined) continue;
      yield {
        ...place,
        message: `When the job starts again, '${name}' is emptied first, and what the job printed before is lost. erase_output_and_error_on_restart = False appends to it.`,
        fixes: [
          {
            ...setCommand(context, submission, 'erase_output_and_error_on_restart', 'False'),
            choice: true,
          },
        ],
      };
    }
  },
};
