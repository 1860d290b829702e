import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('items-file-comment: a comment', () => {
  checkRule(
    'items-file-comment',
    `executable = /bin/echo
arguments = $(x)
queue x from list.txt
             ^^^^^^^^ warning: Line 2
`,
    { files: { 'list.txt': 'a\n# b\nc\n' } },
  );
});

test('items-file-comment: none', () => {
  checkRule(
    'items-file-comment',
    `executable = /bin/echo
arguments = $(x)
queue x from list.txt
`,
    { files: { 'list.txt': 'a\nc\n' } },
  );
});
