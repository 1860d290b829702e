import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('items-file-not-found: a missing file', () => {
  checkRule(
    'items-file-not-found',
    `executable = /bin/echo
queue x from items.txt
             ^^^^^^^^^ error: 'items.txt'
`,
    { files: { '/bin/echo': '' } },
  );
});

test('items-file-not-found: a file', () => {
  checkRule(
    'items-file-not-found',
    `executable = /bin/echo
queue x from items.txt
`,
    { files: { '/bin/echo': '', 'items.txt': 'a\n' } },
  );
});
