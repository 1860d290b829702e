import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('conditional-without-if: else', () => {
  checkRule(
    'conditional-without-if',
    `executable = /bin/echo
else
^^^^ error: has no 'if'
queue
`,
  );
});

test('conditional-without-if: an if over queue', () => {
  checkRule(
    'conditional-without-if',
    `executable = /bin/echo
if true
queue
endif
^^^^^ error: cannot reach over
`,
    { version: '23.9.6' },
  );
});
