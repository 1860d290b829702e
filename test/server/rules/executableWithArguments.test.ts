import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('executable-with-arguments: arguments', () => {
  checkRule(
    'executable-with-arguments',
    `executable = /bin/echo hello
             ^^^^^^^^^^^^^^^ warning: arguments = hello
queue
`,
    {
      fixed: `executable = /bin/echo
arguments = hello
queue
`,
    },
  );
});

test('executable-with-arguments: a name with a blank', () => {
  checkRule(
    'executable-with-arguments',
    `executable = my program
queue
`,
    { files: { 'my program': 'x' } },
  );
});
