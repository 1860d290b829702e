import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('missing-queue: in 23', () => {
  checkRule(
    'missing-queue',
    `executable = /bin/echo
output = x
^^^^^^^^^^ error: needs a queue statement
`,
    {
      version: '23.9.6',
      fixed: `executable = /bin/echo
output = x
queue
`,
    },
  );
});

test('missing-queue: not in 25', () => {
  checkRule(
    'missing-queue',
    `executable = /bin/echo
output = x
`,
  );
});

test('missing-queue: in a branch that is not taken', () => {
  checkRule(
    'missing-queue',
    `if false
queue
endif
^^^^^ error: needs a queue statement
`,
    { version: '23.9.6' },
  );
});
