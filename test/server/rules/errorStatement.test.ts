import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('error-statement: meant as a file', () => {
  checkRule(
    'error-statement',
    `executable = /bin/echo
error : x.err
^^^^^^^^^^^^^ error: write '='
queue
`,
  );
});

test('error-statement: not reached', () => {
  checkRule(
    'error-statement',
    `executable = /bin/echo
if false
error : no
endif
queue
`,
  );
});
