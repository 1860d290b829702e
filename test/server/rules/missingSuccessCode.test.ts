import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('missing-success-code: none, and one', () => {
  checkRule(
    'missing-success-code',
    `executable = /bin/echo
when_to_transfer_output = on_success
                          ^^^^^^^^^^ warning: expected success_exit_code = 0
queue
`,
    {
      fixed: 'executable = /bin/echo\nwhen_to_transfer_output = on_success\nsuccess_exit_code = 0\nqueue\n',
    },
  );
  checkRule(
    'missing-success-code',
    'executable = /bin/echo\nwhen_to_transfer_output = ON_SUCCESS\nsuccess_exit_code = 3\nqueue\n',
  );
});
