import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-dead-library: in the middle, and at the end', () => {
  checkRule(
    'dmtcp-dead-library',
    `executable = shim_dmtcp
transfer_input_files = foo, dmtcp_hijack.so, bar
                            ^^^^^^^^^^^^^^^ warning: went away with DMTCP 2.0
queue
`,
    {
      fixed: `executable = shim_dmtcp
transfer_input_files = foo, bar
queue
`,
    },
  );
});

test('dmtcp-dead-library: over two lines', () => {
  checkRule(
    'dmtcp-dead-library',
    `executable = shim_dmtcp
transfer_input_files = foo,\\
libmtcp.so.1
^^^^^^^^^^^^ warning: libdmtcp.so
queue
`,
  );
});

test('dmtcp-dead-library: a library of today', () => {
  checkRule(
    'dmtcp-dead-library',
    `executable = shim_dmtcp
transfer_input_files = libdmtcp.so
queue
`,
  );
});
