import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('text-after-queue: a second queue statement', () => {
  checkRule(
    'text-after-queue',
    `executable = /bin/echo
queue
X = 2
^^^^^ error: accepts nothing after
queue 2
`,
  );
});

test('text-after-queue: allowed in 23', () => {
  checkRule(
    'text-after-queue',
    `executable = /bin/echo
queue
X = 2
queue 2
`,
    { version: '23.9.6' },
  );
});
