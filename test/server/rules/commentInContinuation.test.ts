import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('comment-in-continuation: a comment', () => {
  checkRule(
    'comment-in-continuation',
    `executable = /bin/echo
X = a \\
  # why
  ^^^^^ warning: its last character 'y'
queue
`,
  );
});

test('comment-in-continuation: with a backslash of its own', () => {
  checkRule(
    'comment-in-continuation',
    `executable = /bin/echo
X = a \\
  # why \\
  b
queue
`,
  );
});
