import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-no-file-transfer: NO', () => {
  checkRule(
    'dmtcp-no-file-transfer',
    `executable = shim_dmtcp
should_transfer_files = NO
                        ^^ warning: expected should_transfer_files = YES
queue
`,
    {
      fixed: `executable = shim_dmtcp
should_transfer_files = YES
queue
`,
    },
  );
});

test('dmtcp-no-file-transfer: neither', () => {
  checkRule(
    'dmtcp-no-file-transfer',
    `executable = shim_dmtcp
             ^^^^^^^^^^ warning: found none
queue
`,
    {
      fixed: `executable = shim_dmtcp
should_transfer_files = YES
queue
`,
    },
  );
});

test('dmtcp-no-file-transfer: implied', () => {
  checkRule(
    'dmtcp-no-file-transfer',
    `executable = shim_dmtcp
when_to_transfer_output = ON_EXIT_OR_EVICT
queue
`,
  );
});

test('dmtcp-no-file-transfer: not under DMTCP', () => {
  checkRule(
    'dmtcp-no-file-transfer',
    `executable = /bin/echo
should_transfer_files = NO
queue
`,
  );
});
