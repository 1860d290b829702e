import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('command-too-new: in 23, not in 25', () => {
  checkRule(
    'command-too-new',
    `executable = /bin/echo
retry_request_memory = 4GB
^^^^^^^^^^^^^^^^^^^^ warning: HTCondor 23.9 does not know 'retry_request_memory'
output_directory = $(mine)
^^^^^^^^^^^^^^^^ warning: no effect
queue
`,
    { version: '23.9.6' },
  );
  checkRule('command-too-new', 'executable = a\nretry_request_memory = 4GB\nqueue\n');
});

test('command-too-new: not where it serves as a macro', () => {
  checkRule(
    'command-too-new',
    'executable = a\nretry_request_disk = 4GB\nrequest_disk = $(retry_request_disk)\nqueue\n',
    { version: '23.9.6' },
  );
});
