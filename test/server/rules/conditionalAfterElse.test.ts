import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('conditional-after-else: two', () => {
  checkRule(
    'conditional-after-else',
    `executable = /bin/echo
if false
else
else
^^^^ error: cannot follow 'else'
endif
queue
`,
  );
});
