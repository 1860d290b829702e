import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-stdin-not-transferred: not listed', () => {
  checkRule(
    'dmtcp-stdin-not-transferred',
    `executable = shim_dmtcp
arguments = --stdin in.txt ./foo
                    ^^^^^^ warning: not listed
transfer_input_files = foo
queue
`,
    {
      fixed: `executable = shim_dmtcp
arguments = --stdin in.txt ./foo
transfer_input_files = foo, in.txt
queue
`,
    },
  );
});

test('dmtcp-stdin-not-transferred: listed, or none', () => {
  checkRule(
    'dmtcp-stdin-not-transferred',
    `executable = shim_dmtcp
arguments = --stdin in.txt ./foo
transfer_input_files = foo, data/in.txt
queue
arguments = --stdin /dev/null ./foo
queue
`,
    { version: '23.9.6' },
  );
});
