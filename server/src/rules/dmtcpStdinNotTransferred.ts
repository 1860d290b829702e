import { brings } from './dmtcpProgramNotTransferred.ts';
import { addToList } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { transfersNothing } from './settings.ts';
import { pathOption } from './shimCall.ts';

export const dmtcpStdinNotTransferred: Rule = {
  code: 'dmtcp-stdin-not-transferred',
  severity: 'warning',
  summary: 'A --stdin file that does not travel with the job.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, shim, inputs } of context.dmtcpJobs) {
      const stdin = shim === undefined ? undefined : pathOption(shim, 'stdin');
      if (stdin === undefined || stdin.text.startsWith('/') || stdin.text.includes('$')) continue;
      if (transfersNothing(submission)) continue;
      const path = stdin.text.replace(/^(?:\.\/+)+/, '');
      if (inputs === undefined && submission.definitions.has('transfer_input_files')) continue;
      if (brings(inputs ?? [], path)) continue;
      yield {
        start: stdin.start,
        end: stdin.end,
        message: `The program's standard input '${path}' is not listed in transfer_input_files, so it would not be on the execute host.`,
        fixes: [addToList(context, submission, 'transfer_input_files', [path])],
      };
    }
  },
};
