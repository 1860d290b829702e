import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('macro-function-error: in 25', () => {
  checkRule(
    'macro-function-error',
    `executable = /bin/echo
arguments = $INT(abc)
            ^^^^^^^^^ warning: is no integer
queue
`,
  );
});

test('macro-function-error: in 23', () => {
  checkRule(
    'macro-function-error',
    `executable = /bin/echo
arguments = $INT(abc)
            ^^^^^^^^^ error: is no integer
queue
`,
    { version: '23.9.6' },
  );
});

test('macro-function-error: in the queue statement', () => {
  checkRule(
    'macro-function-error',
    `executable = /bin/echo
N = $REAL(nothing)
queue $(N)
      ^^^^ error: $REAL
`,
    { version: '23.9.6' },
  );
});
