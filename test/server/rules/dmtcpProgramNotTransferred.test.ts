import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-program-not-transferred: not listed', () => {
  checkRule(
    'dmtcp-program-not-transferred',
    `executable = shim_dmtcp
arguments = --log l ./foo arg
                    ^^^^^ warning: 'foo' is not listed
transfer_input_files = bar
queue
`,
    {
      fixed: `executable = shim_dmtcp
arguments = --log l ./foo arg
transfer_input_files = bar, foo
queue
`,
    },
  );
});

test('dmtcp-program-not-transferred: no list', () => {
  checkRule(
    'dmtcp-program-not-transferred',
    `executable = shim_dmtcp
arguments = "./foo 'a b'"
             ^^^^^ warning: would not be on the execute host
queue
`,
    {
      fixed: `executable = shim_dmtcp
arguments = "./foo 'a b'"
transfer_input_files = foo
queue
`,
    },
  );
});

test('dmtcp-program-not-transferred: listed, by a directory, elsewhere, or not known', () => {
  checkRule(
    'dmtcp-program-not-transferred',
    `executable = shim_dmtcp
arguments = ./foo
transfer_input_files = src/foo
queue
arguments = ./bin/foo
transfer_input_files = bin
queue
arguments = /usr/bin/foo
queue
arguments = foo
queue
arguments = ./foo
transfer_input_files = data/
queue
`,
    { version: '23.9.6' },
  );
});

test('dmtcp-program-not-transferred: a shared file system', () => {
  checkRule(
    'dmtcp-program-not-transferred',
    `executable = shim_dmtcp
arguments = ./foo
should_transfer_files = NO
queue
`,
  );
});
