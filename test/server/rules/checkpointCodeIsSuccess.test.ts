import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('checkpoint-code-is-success: 0', () => {
  checkRule(
    'checkpoint-code-is-success',
    `executable = /bin/echo
checkpoint_exit_code = 0
                       ^ warning: would never end
queue
`,
  );
});

test('checkpoint-code-is-success: 85', () => {
  checkRule(
    'checkpoint-code-is-success',
    `executable = /bin/echo
checkpoint_exit_code = 85
queue
`,
  );
});
