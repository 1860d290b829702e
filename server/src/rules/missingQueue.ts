import type { SubmitFile } from '../submit/index.ts';
import { isUnreadable } from './notAStatement.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

export const missingQueue: Rule = {
  code: 'missing-queue',
  severity: 'error',
  summary: 'No queue statement in a release that needs one.',
  describe: (problem, context) =>
    problem.kind !== 'missing-queue' || isSwallowed(context.file) ? undefined : words(context),
};

/** Whether another error says already why there is none. */
const isSwallowed = ({ problems }: SubmitFile): boolean =>
  problems.some(
    (problem) =>
      problem.kind === 'here-document-not-closed' ||
      problem.kind === 'conditional-not-closed' ||
      (problem.kind === 'not-a-statement' &&
        (problem.dagCommand || isUnreadable(problem.text) || /^queue/i.test(problem.text))),
  );

const words = ({ file: { text }, dialect }: RuleContext): Pick<Finding, 'message' | 'fixes'> => {
  const { major, minor } = dialect.version;
  if (!text.includes('\n') && text.includes('\r'))
    return {
      message:
        'The lines end with carriage returns only, so that HTCondor reads one long line: save the file with line feeds (LF).',
    };
  const lead = text === '' || text.endsWith('\n') ? '' : '\n';
  return {
    message: `HTCondor ${major}.${minor} needs a queue statement: expected 'queue' after this line, found the end of the file.`,
    fixes: [
      {
        title: "Add 'queue'",
        edits: [{ start: text.length, end: text.length, newText: `${lead}queue\n` }],
      },
    ],
  };
};
