import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-files-missing: tools', () => {
  checkRule(
    'dmtcp-files-missing',
    `executable = shim_dmtcp
transfer_input_files = foo, dmtcp_launch, dmtcp_coordinator, dmtcp_command, libdmtcp.so
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: dmtcp_restart, mtcp_restart are missing
queue
`,
    {
      fixed: `executable = shim_dmtcp
transfer_input_files = foo, dmtcp_launch, dmtcp_coordinator, dmtcp_command, libdmtcp.so, dmtcp_restart, mtcp_restart
queue
`,
    },
  );
});

test('dmtcp-files-missing: plugins, when some are there', () => {
  checkRule(
    'dmtcp-files-missing',
    `executable = shim_dmtcp
transfer_input_files = dmtcp_launch, dmtcp_coordinator, dmtcp_command, dmtcp_restart, mtcp_restart, libdmtcp.so, libdmtcp_pid.so
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: libdmtcp_alloc.so, libdmtcp_dl.so
queue
`,
  );
});

test('dmtcp-files-missing: complete, without plugins', () => {
  checkRule(
    'dmtcp-files-missing',
    `executable = shim_dmtcp
transfer_input_files = dmtcp_launch, dmtcp_coordinator, dmtcp_command, dmtcp_restart, mtcp_restart, libdmtcp.so
queue
`,
  );
});

test('dmtcp-files-missing: none: DMTCP is installed on the hosts', () => {
  checkRule(
    'dmtcp-files-missing',
    `executable = shim_dmtcp
transfer_input_files = foo
queue
`,
  );
});
