import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('continuation-swallows-statement: queue', () => {
  checkRule(
    'continuation-swallows-statement',
    `executable = /bin/echo
arguments = a \\
queue
^^^^^ warning: and no statement
queue
`,
    {
      version: '23.9.6',
      fixed: `executable = /bin/echo
arguments = a 
queue
queue
`,
    },
  );
});

test('continuation-swallows-statement: a command', () => {
  checkRule(
    'continuation-swallows-statement',
    `executable = /bin/echo
transfer_input_files = a, \\
  output = x
  ^^^^^^ warning: part of the value of 'transfer_input_files'
queue
`,
  );
});

test('continuation-swallows-statement: a list', () => {
  checkRule(
    'continuation-swallows-statement',
    `executable = /bin/echo
environment = "A=1 \\
 log=2 \\
 output=3"
arguments = queue \\
 more
queue
`,
  );
});

test('continuation-swallows-statement: not behind a NUL, which joins lines without a backslash', () => {
  checkRule('continuation-swallows-statement', 'A = 1\0 rest\nlog = x\nqueue\n');
});
