import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('alias-conflict: stdout and output', () => {
  checkRule(
    'alias-conflict',
    `executable = /bin/echo
stdout = a
^^^^^^ warning: another spelling of 'output'
output = b
queue
`,
    {
      fixed: `executable = /bin/echo
output = b
queue
`,
    },
  );
});

test('alias-conflict: one spelling', () => {
  checkRule(
    'alias-conflict',
    `executable = /bin/echo
stdout = a
queue
`,
  );
});
