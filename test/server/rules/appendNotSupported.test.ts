import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('append-not-supported: before 25', () => {
  checkRule(
    'append-not-supported',
    `executable = /bin/echo
X += 2
  ^^ error: HTCondor 23.9
queue
`,
    { version: '23.9.6' },
  );
});

test('append-not-supported: not in 25', () => {
  checkRule(
    'append-not-supported',
    `executable = /bin/echo
X += 2
queue
`,
  );
});
