import { problemRule } from './rule.ts';

export const commentInContinuation = problemRule(
  'comment-in-continuation',
  'warning',
  'A comment inside a continued line ends it.',
  (problem) => {
    return {
      message: `This comment ends the continued line and leaves its last character '${problem.character}' in the value; the lines after it are separate statements. Move the comment above, or end it with '\\'.`,
      fixes: [
        {
          title: "Continue the line after the comment with '\\'",
          edits: [{ start: problem.end, end: problem.end, newText: ' \\' }],
        },
      ],
    };
  },
);
