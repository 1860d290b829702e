import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('unquoted-arguments: arguments2', () => {
  checkRule(
    'unquoted-arguments',
    `executable = /bin/echo
arguments2 = a b
             ^^^ error: in double quotes
queue
`,
    {
      fixed: `executable = /bin/echo
arguments2 = "a b"
queue
`,
    },
  );
});

test('unquoted-arguments: quoted', () => {
  checkRule(
    'unquoted-arguments',
    `executable = /bin/echo
environment2 = "A=1"
queue
`,
  );
});

test('unquoted-arguments: of Java, and of a tool daemon where there is one', () => {
  checkRule(
    'unquoted-arguments',
    `executable = /bin/echo
java_vm_arguments2 = a
                     ^ error: double quotes
tool_daemon_arguments2 = a
queue
`,
  );
});
