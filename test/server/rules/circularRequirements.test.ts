import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('circular-requirements: itself', () => {
  checkRule(
    'circular-requirements',
    `executable = /bin/echo
requirements = Requirements && true
               ^^^^^^^^^^^^ error: to itself
queue
`,
    {
      fixed: `executable = /bin/echo
requirements = $(Requirements) && true
queue
`,
    },
  );
});

test('circular-requirements: only a warning in 23', () => {
  checkRule(
    'circular-requirements',
    `executable = /bin/echo
requirements = Requirements && true
               ^^^^^^^^^^^^ warning: to itself
queue
`,
    { version: '23.9.6' },
  );
});
