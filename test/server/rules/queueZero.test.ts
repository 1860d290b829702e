import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('queue-zero: in a new release', () => {
  checkRule(
    'queue-zero',
    `executable = /bin/echo
queue 0
      ^ warning: makes one job
`,
  );
});

test('queue-zero: in an old one', () => {
  checkRule(
    'queue-zero',
    `executable = /bin/echo
queue 0
      ^ warning: makes no job
`,
    { version: '23.9.6' },
  );
});

test('queue-zero: one', () => {
  checkRule(
    'queue-zero',
    `executable = /bin/echo
queue 1
`,
  );
});
