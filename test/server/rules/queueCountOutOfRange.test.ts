import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('queue-count-out-of-range: too many', () => {
  checkRule(
    'queue-count-out-of-range',
    `executable = /bin/echo
queue 2147483647
      ^^^^^^^^^^ error: not 2147483647
`,
  );
});
