import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('transfer-contradiction: IF_NEEDED', () => {
  checkRule(
    'transfer-contradiction',
    `executable = /bin/echo
should_transfer_files = IF_NEEDED
when_to_transfer_output = ON_EXIT_OR_EVICT
                          ^^^^^^^^^^^^^^^^ error: expected should_transfer_files = YES
queue
`,
    {
      fixed: `executable = /bin/echo
should_transfer_files = YES
when_to_transfer_output = ON_EXIT_OR_EVICT
queue
`,
    },
  );
});

test('transfer-contradiction: NO', () => {
  checkRule(
    'transfer-contradiction',
    `executable = /bin/echo
should_transfer_files = NO
transfer_input_files = a
^^^^^^^^^^^^^^^^^^^^ error: contradicts
queue
`,
  );
});

test('transfer-contradiction: an executable that is to be transferred, with NO', () => {
  checkRule(
    'transfer-contradiction',
    `executable = /bin/echo
should_transfer_files = NO
transfer_executable = true
^^^^^^^^^^^^^^^^^^^ error: contradicts
queue
`,
  );
  checkRule(
    'transfer-contradiction',
    `executable = /bin/echo
should_transfer_files = NO
transfer_executable = false
queue
`,
  );
});

test('transfer-contradiction: NEVER is a time as well', () => {
  checkRule(
    'transfer-contradiction',
    `executable = /bin/echo
should_transfer_files = NEVER
when_to_transfer_output = NEVER
^^^^^^^^^^^^^^^^^^^^^^^ error: contradicts should_transfer_files = NEVER
queue
`,
  );
});
