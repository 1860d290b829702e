import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('trailing-semicolon: a file name', () => {
  checkRule(
    'trailing-semicolon',
    `executable = /bin/echo
output = out.txt ;
         ^^^^^^^^^ warning: the ';' is part of the name in 'output'
queue
`,
    { fixed: 'executable = /bin/echo\noutput = out.txt\nqueue\n' },
  );
});

test('trailing-semicolon: where it separates', () => {
  checkRule(
    'trailing-semicolon',
    `executable = /bin/echo
environment = A=1;
arguments = a;
queue
`,
  );
});
