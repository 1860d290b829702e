import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-queue-variable: a number', () => {
  checkRule(
    'invalid-queue-variable',
    `executable = /bin/echo
queue x,2y in (a)
        ^^ error: '2y' is no variable name
`,
  );
});
