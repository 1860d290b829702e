import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('limits-conflict: both', () => {
  checkRule(
    'limits-conflict',
    `executable = /bin/echo
concurrency_limits = a
concurrency_limits_expr = "b"
^^^^^^^^^^^^^^^^^^^^^^^ error: write one of them
queue
`,
  );
});

test('limits-conflict: one', () => {
  checkRule(
    'limits-conflict',
    `executable = /bin/echo
concurrency_limits_expr = "b"
queue
`,
  );
});
