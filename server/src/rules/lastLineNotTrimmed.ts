import { problemRule } from './rule.ts';

export const lastLineNotTrimmed = problemRule(
  'last-line-not-trimmed',
  'error',
  'An indented last line without line feed.',
  (_problem, context) => {
    const { text } = context.file;
    return {
      message:
        'HTCondor does not trim a last line without a line end, so its leading blanks make it invalid. End the file with a line end.',
      fixes: [{ title: 'End the line', edits: [{ start: text.length, end: text.length, newText: '\n' }] }],
    };
  },
);
