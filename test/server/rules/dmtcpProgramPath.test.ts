import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-program-path: a transferred program', () => {
  checkRule(
    'dmtcp-program-path',
    `executable = shim_dmtcp
arguments = --log l foo arg
                    ^^^ warning: expected './foo'
transfer_input_files = foo
queue
`,
    {
      fixed: `executable = shim_dmtcp
arguments = --log l ./foo arg
transfer_input_files = foo
queue
`,
    },
  );
});

test('dmtcp-program-path: one in PATH', () => {
  checkRule(
    'dmtcp-program-path',
    `executable = shim_dmtcp
arguments = python3 a.py
transfer_input_files = a.py
queue
`,
  );
});
