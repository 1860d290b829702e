import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('alias-conflict: stdout and output', () => {
  checkRule(
    'alias-conflict',
    `executable = /bin/echo
stdout = a
^^^^^^ warning: another spelling of 'output'
output = b
queue
`,
    {
      fixed: `executable = /bin/echo
output = b
queue
`,
    },
  );
});

test('alias-conflict: one spelling', () => {
  checkRule(
    'alias-conflict',
    `executable = /bin/echo
stdout = a
queue
`,
  );
});

test('alias-conflict: spellings that condor_submit refuses together', () => {
  checkRule(
    'alias-conflict',
    `executable = /bin/echo
java_vm_arguments = a
java_vm_args = b
^^^^^^^^^^^^ error: refuses both together
tool_daemon_arguments = a
tool_daemon_args = b
^^^^^^^^^^^^^^^^ warning: no effect
queue
`,
  );
});

test('alias-conflict: SUBMIT.NAME counts', () => {
  checkRule(
    'alias-conflict',
    `executable = /bin/echo
SUBMIT.priority = 3
priority = 4
^^^^^^^^ warning: 'SUBMIT.priority' is set too and counts
queue
`,
    { fixed: 'executable = /bin/echo\nSUBMIT.priority = 3\nqueue\n' },
  );
});
