import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('quotes-in-old-arguments: a group', () => {
  checkRule(
    'quotes-in-old-arguments',
    `executable = /bin/echo
arguments = a 'b c' d
              ^^^^^ warning: do not keep them together
queue
`,
    {
      fixed: `executable = /bin/echo
arguments = "a 'b c' d"
queue
`,
    },
  );
});

test('quotes-in-old-arguments: in double quotes, and an apostrophe', () => {
  checkRule(
    'quotes-in-old-arguments',
    `executable = /bin/echo
arguments = "a 'b c'"
queue
arguments = it's
queue
`,
    { version: '23.9.6' },
  );
});
