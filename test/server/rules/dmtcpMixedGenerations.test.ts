import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-mixed-generations: the original recipe', () => {
  checkRule(
    'dmtcp-mixed-generations',
    `executable = shim_dmtcp
transfer_input_files = dmtcp_checkpoint, libdmtcp.so
                       ^^^^^^^^^^^^^^^^ warning: do not work together
queue
`,
  );
});

test('dmtcp-mixed-generations: one generation', () => {
  checkRule(
    'dmtcp-mixed-generations',
    `executable = shim_dmtcp
transfer_input_files = dmtcp_launch, libdmtcp.so, libdmtcp_pid.so
queue
`,
  );
});

test('dmtcp-mixed-generations: the tool that another one replaced is taken out', () => {
  checkRule(
    'dmtcp-mixed-generations',
    `executable = shim_dmtcp
transfer_input_files = foo, dmtcp_checkpoint, dmtcp_launch
                            ^^^^^^^^^^^^^^^^ warning: they do not work together
queue
`,
    { fixed: 'executable = shim_dmtcp\ntransfer_input_files = foo, dmtcp_launch\nqueue\n' },
  );
});
