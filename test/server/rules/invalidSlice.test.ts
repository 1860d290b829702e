import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-slice: blanks', () => {
  checkRule(
    'invalid-slice',
    `executable = /bin/echo
queue x in [ : 1 ] (a b)
           ^^^^^^^ error: no blanks
`,
  );
});
