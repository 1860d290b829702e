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

test('macro-function-error: choices from nothing', () => {
  checkRule(
    'macro-function-error',
    `executable = /bin/echo
L = a, b
arguments = $CHOICE(0,nowhere)
            ^^^^^^^^^^^^^^^^^^ error: needs a list
description = $RANDOM_CHOICE()
              ^^^^^^^^^^^^^^^^ error: needs a list
batch_name = $CHOICE(-1,L)
             ^^^^^^^^^^^^^ error: index from 0
queue
`,
    { version: '23.9.6' },
  );
});

test('macro-function-error: each where it is', () => {
  checkRule(
    'macro-function-error',
    `executable = /bin/echo
arguments = a $INT(abc) b $RANDOM_INTEGER(5)
              ^^^^^^^^^ warning: $INT needs a number
                          ^^^^^^^^^^^^^^^^^^ warning: $RANDOM_INTEGER needs two or three integers
queue
`,
  );
});

test('macro-function-error: not where the queue statement sets the command', () => {
  for (const [queue, found] of [
    ['queue arguments in (a b)', ''],
    // What is set by its own name counts before an alias.
    ['queue args in (a b)', '            ^^^^^^^^^ error: is no integer\n'],
  ])
    checkRule('macro-function-error', `executable = /bin/echo\narguments = $INT(abc)\n${found}${queue}\n`, {
      version: '23.9.6',
    });
});
