import type { Submission } from '../submit/index.ts';
import type { InputFile } from './dmtcpJob.ts';
import { addToList } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { transfersNothing } from './settings.ts';

export const dmtcpProgramNotTransferred: Rule = {
  code: 'dmtcp-program-not-transferred',
  severity: 'warning',
  summary: 'A program for shim_dmtcp that does not travel with the job.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, shim, inputs } of context.dmtcpJobs) {
      const program = shim?.command[0];
      if (program === undefined || program.text.startsWith('/') || program.text.includes('$')) continue;
      if (transfersNothing(submission) || !program.text.includes('/')) continue;
      const path = program.text.replace(/^(?:\.\/+)+/, '');
      // A list with directories' contents, URLs or unknown items can bring it.
      if (path.startsWith('../') || (inputs === undefined && hasList(submission))) continue;
      if (brings(inputs ?? [], path)) continue;
      yield {
        start: program.start,
        end: program.end,
        message: `HTCondor transfers the executable, here shim_dmtcp, and what transfer_input_files lists: '${path}' is not listed, so it would not be on the execute host.`,
        fixes: [addToList(context, submission, 'transfer_input_files', [path])],
      };
    }
  },
};

const hasList = ({ definitions }: Pick<Submission, 'definitions'>): boolean =>
  definitions.has('transfer_input_files') || definitions.has('transferinputfiles');

/** Whether some input becomes `path` in the sandbox, or a directory above it. */
export const brings = (inputs: readonly InputFile[], path: string): boolean => {
  const [first = path] = path.split('/');
  return inputs.some((input) => input.name === path || input.name === first || input.path === path);
};
