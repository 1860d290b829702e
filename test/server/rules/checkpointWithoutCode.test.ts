import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('checkpoint-without-code: no code', () => {
  checkRule(
    'checkpoint-without-code',
    `executable = /bin/echo
transfer_checkpoint_files = a
^^^^^^^^^^^^^^^^^^^^^^^^^ warning: checkpoint_exit_code
queue
`,
  );
});

test('checkpoint-without-code: a code', () => {
  checkRule(
    'checkpoint-without-code',
    `executable = /bin/echo
checkpoint_exit_code = 85
transfer_checkpoint_files = a
queue
`,
  );
});
