import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-integer: a word', () => {
  checkRule(
    'invalid-integer',
    `executable = /bin/echo
priority = abc
           ^^^ error: Expected an integer
queue
`,
  );
});

test('invalid-integer: a fraction is rounded', () => {
  checkRule(
    'invalid-integer',
    `executable = /bin/echo
priority = 5.5
queue
`,
  );
});

test('invalid-integer: through a macro', () => {
  checkRule(
    'invalid-integer',
    `executable = /bin/echo
N = abc
priority = $(N)
           ^^^^ error: found 'abc'
queue
`,
  );
});

test('invalid-integer: a length below zero, and commands that nobody checks', () => {
  checkRule(
    'invalid-integer',
    `executable = /bin/echo
job_machine_attrs_history_length = -1
                                   ^^ error: not negative
stack_size = big
tasks_per_job = many
queue
`,
  );
});

test('invalid-integer: too large', () => {
  checkRule(
    'invalid-integer',
    `executable = /bin/echo
job_machine_attrs_history_length = 2147483648
                                   ^^^^^^^^^^ error: an integer up to 2147483647
max_materialize = 2147483648
                  ^^^^^^^^^^ error: up to
priority = 99999999999
queue
`,
  );
});
