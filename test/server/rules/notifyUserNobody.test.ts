import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('notify-user-nobody: never', () => {
  checkRule(
    'notify-user-nobody',
    `executable = /bin/echo
notify_user = never
              ^^^^^ warning: the user "never"
queue
`,
    {
      fixed: `executable = /bin/echo
notification = Never
queue
`,
    },
  );
});

test('notify-user-nobody: an address', () => {
  checkRule(
    'notify-user-nobody',
    `executable = /bin/echo
notify_user = alice@example.org
queue
`,
  );
});
