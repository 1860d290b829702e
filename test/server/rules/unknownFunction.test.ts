import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('unknown-function: lower case', () => {
  checkRule(
    'unknown-function',
    `executable = /bin/echo
arguments = $env(HOME)
             ^^^ warning: upper case
queue
`,
    {
      fixed: `executable = /bin/echo
arguments = $ENV(HOME)
queue
`,
    },
  );
});

test('unknown-function: functions and shells', () => {
  checkRule(
    'unknown-function',
    `executable = /bin/echo
arguments = $ENV(HOME) $INT(x) $Fn(x) $foo(x)
queue
`,
  );
});
