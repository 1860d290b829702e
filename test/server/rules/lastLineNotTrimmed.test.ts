import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('last-line-not-trimmed: an indented queue', () => {
  checkRule(
    'last-line-not-trimmed',
    `executable = /bin/echo
  queue
  ^^^^^ error: does not trim`,
    {
      fixed: `executable = /bin/echo
  queue
`,
    },
  );
});
