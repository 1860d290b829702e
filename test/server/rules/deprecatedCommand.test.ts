import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('deprecated-command: with a successor', () => {
  checkRule(
    'deprecated-command',
    `executable = /bin/echo
kill_sig_timeout = 30
^^^^^^^^^^^^^^^^ information: job_max_vacate_time
queue
`,
    {
      fixed: `executable = /bin/echo
job_max_vacate_time = 30
queue
`,
    },
  );
});

test('deprecated-command: current commands', () => {
  checkRule(
    'deprecated-command',
    `executable = /bin/echo
job_max_vacate_time = 30
queue
`,
  );
});
