import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-slice-step: backwards', () => {
  checkRule(
    'invalid-slice-step',
    `executable = /bin/echo
queue x in [::-1] (a b)
           ^^^^^^ error: must be 1 or more
`,
  );
});

test('invalid-slice-step: backwards in 23', () => {
  checkRule(
    'invalid-slice-step',
    `executable = /bin/echo
queue x in [::-1] (a b)
`,
    { version: '23.9.6' },
  );
});
