import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('lease-too-short: 10', () => {
  checkRule(
    'lease-too-short',
    `executable = /bin/echo
job_lease_duration = 10
                     ^^ warning: 20 seconds at least
queue
`,
    {
      fixed: `executable = /bin/echo
job_lease_duration = 20
queue
`,
    },
  );
});

test('lease-too-short: none, and enough', () => {
  checkRule(
    'lease-too-short',
    `executable = /bin/echo
job_lease_duration = 0
queue
job_lease_duration = 2400
queue
`,
    { version: '23.9.6' },
  );
});
