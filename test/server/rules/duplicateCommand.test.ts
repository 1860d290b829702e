import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('duplicate-command: twice', () => {
  checkRule(
    'duplicate-command',
    `executable = /bin/echo
request_memory = 1GB
^^^^^^^^^^^^^^ warning: set again on line 3
request_memory = 2GB
queue
`,
    {
      fixed: `executable = /bin/echo
request_memory = 2GB
queue
`,
    },
  );
});

test('duplicate-command: on purpose', () => {
  checkRule(
    'duplicate-command',
    `executable = /bin/echo
transfer_input_files = a
transfer_input_files = $(transfer_input_files), b
priority = 1
if defined high
  priority = 2
endif
x = 1
x = 2
arguments = $(x)
queue
arguments = $(x)
queue
`,
    { version: '23.9.6' },
  );
});
