import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-boolean: yes', () => {
  checkRule(
    'invalid-boolean',
    `executable = /bin/echo
stream_output = yes
                ^^^ error: found 'yes'
queue
`,
    {
      fixed: `executable = /bin/echo
stream_output = true
queue
`,
    },
  );
});

test('invalid-boolean: an expression', () => {
  checkRule(
    'invalid-boolean',
    `executable = /bin/echo
stream_output = 1 == 1
queue
`,
  );
});

test('invalid-boolean: overridden later', () => {
  checkRule(
    'invalid-boolean',
    `executable = /bin/echo
stream_output = yes
stream_output = true
queue
`,
  );
});

test('invalid-boolean: only where it is read', () => {
  checkRule(
    'invalid-boolean',
    `executable = /bin/echo
SubmitWarnEmptyMatches = yes
vm_networking = yes
transfer_executable = yes
want_job_networking = yes
queue
`,
    { version: '23.9.6' },
  );
  checkRule(
    'invalid-boolean',
    `executable = /bin/echo
SubmitWarnEmptyMatches = yes
                         ^^^ error: true or false
queue matching files *.dat
`,
  );
});
