import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-accounting-group: a blank', () => {
  checkRule(
    'invalid-accounting-group',
    `executable = /bin/echo
accounting_group = a b
                   ^^^ error: blanks
queue
`,
  );
});
