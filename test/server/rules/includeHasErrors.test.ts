import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('include-has-errors: an error inside', () => {
  checkRule(
    'include-has-errors',
    `executable = /bin/echo
include : a.sub
          ^^^^^ error: (not-a-statement)
queue
`,
    { files: { 'a.sub': 'foo\n' } },
  );
});

test('include-has-errors: no error inside', () => {
  checkRule(
    'include-has-errors',
    `executable = /bin/echo
include : a.sub
queue
`,
    { files: { 'a.sub': 'X = 1\n' } },
  );
});
