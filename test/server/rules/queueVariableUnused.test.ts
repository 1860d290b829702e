import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('queue-variable-unused: unused', () => {
  checkRule(
    'queue-variable-unused',
    `executable = /bin/echo
queue zebra in (a b)
      ^^^^^ hint: Is it a typo?
`,
  );
});

test('queue-variable-unused: used, or a command', () => {
  checkRule(
    'queue-variable-unused',
    `executable = /bin/echo
output = $(x)
queue x, arguments from (
a b
)
`,
  );
});
