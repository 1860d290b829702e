import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-arguments: an open quote', () => {
  checkRule(
    'invalid-arguments',
    `executable = /bin/echo
arguments = "a b
            ^^^^ error: has no end
queue
`,
  );
});

test('invalid-arguments: text after the quote', () => {
  checkRule(
    'invalid-arguments',
    `executable = /bin/echo
arguments = "a b" c
                ^^^ error: Expected the end
queue
`,
  );
});

test('invalid-arguments: a bare quote', () => {
  checkRule(
    'invalid-arguments',
    `executable = /bin/echo
arguments = a "b"
              ^ error: must be written
queue
`,
  );
});

test('invalid-arguments: a single quote', () => {
  checkRule(
    'invalid-arguments',
    `executable = /bin/echo
arguments = "a 'b"
               ^^ error: no partner
queue
`,
  );
});

test('invalid-arguments: both syntaxes', () => {
  checkRule(
    'invalid-arguments',
    `executable = /bin/echo
arguments = a 'b
queue
`,
  );
});

test('invalid-arguments: of Java, and of a tool daemon where there is one', () => {
  checkRule(
    'invalid-arguments',
    `executable = /bin/echo
java_vm_arguments = "a
                    ^^ error: has no end
tool_daemon_cmd = t
tool_daemon_args = a "b"
                     ^ error: old syntax
queue
`,
  );
  checkRule('invalid-arguments', 'executable = a\ntool_daemon_args = "a\nqueue\n');
});
