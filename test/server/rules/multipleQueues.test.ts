import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('multiple-queues: two', () => {
  checkRule(
    'multiple-queues',
    `executable = /bin/echo
queue
X = 2
queue 2
^^^^^ warning: deprecated
`,
    { version: '23.9.6' },
  );
});
