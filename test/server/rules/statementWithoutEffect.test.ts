import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('statement-without-effect: after queue', () => {
  checkRule(
    'statement-without-effect',
    `executable = /bin/echo
queue
arguments = a
^^^^^^^^^ warning: has no effect
`,
    { version: '23.9.6' },
  );
});

test('statement-without-effect: between queues', () => {
  checkRule(
    'statement-without-effect',
    `executable = /bin/echo
queue
arguments = a
queue
`,
    { version: '23.9.6' },
  );
});
