import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('arguments-conflict: both', () => {
  checkRule(
    'arguments-conflict',
    `executable = /bin/echo
arguments = a
arguments2 = "b"
^^^^^^^^^^ error: write one of them
environment = "A=1"
environment2 = "B=2"
^^^^^^^^^^^^ error: 'environment' is given too
queue
`,
  );
});

test('arguments-conflict: allowed', () => {
  checkRule(
    'arguments-conflict',
    `executable = /bin/echo
arguments = a
arguments2 = "b"
allow_arguments_v1 = true
queue
`,
  );
});

test('arguments-conflict: of Java, and of a tool daemon where there is one', () => {
  checkRule(
    'arguments-conflict',
    `executable = /bin/echo
java_vm_args = a
java_vm_arguments2 = "b"
^^^^^^^^^^^^^^^^^^ error: write one of them
tool_daemon_arguments = a
tool_daemon_arguments2 = "b"
queue
`,
  );
});
