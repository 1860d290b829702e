import { problemRule } from './rule.ts';

export const missingQueue = problemRule(
  'missing-queue',
  'error',
  'No queue statement in a release that needs one.',
  (_problem, context) => {
    const { major, minor } = context.dialect.version;
    const { text } = context.file;
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
  },
);
