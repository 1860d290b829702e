import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('function-parenthesis: nested', () => {
  checkRule(
    'function-parenthesis',
    `executable = /bin/echo
arguments = $EVAL(strcat("a","b"))
            ^^^^^^^^^^^^^^^^^^^^^ warning: ends at the first ')'
queue
`,
  );
});

test('function-parenthesis: plain', () => {
  checkRule(
    'function-parenthesis',
    `executable = /bin/echo
arguments = $EVAL(1+1) $CHOICE(0,a,b)
queue
`,
  );
});
