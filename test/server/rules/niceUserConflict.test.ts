import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('nice-user-conflict: both', () => {
  checkRule(
    'nice-user-conflict',
    `executable = /bin/echo
nice_user = true
^^^^^^^^^ warning: ignores nice_user
accounting_group = group
queue
`,
    {
      fixed: `executable = /bin/echo
accounting_group = group
queue
`,
    },
  );
});

test('nice-user-conflict: one', () => {
  checkRule(
    'nice-user-conflict',
    `executable = /bin/echo
nice_user = true
queue
`,
  );
});
