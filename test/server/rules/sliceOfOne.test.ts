import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('slice-of-one: one number', () => {
  checkRule(
    'slice-of-one',
    `executable = /bin/echo
arguments = $(x)
queue x in [1] (a b c)
           ^^^ warning: every item from number 1 on
`,
    {
      fixed: `executable = /bin/echo
arguments = $(x)
queue x in [1:2] (a b c)
`,
    },
  );
});

test('slice-of-one: with a colon', () => {
  checkRule('slice-of-one', 'executable = /bin/echo\narguments = $(x)\nqueue x in [1:] (a b c)\n');
});
