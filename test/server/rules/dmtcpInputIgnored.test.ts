import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-input-ignored: input', () => {
  checkRule(
    'dmtcp-input-ignored',
    `executable = shim_dmtcp
arguments = ./foo
input = in.txt
^^^^^ warning: --stdin in.txt
queue
`,
  );
});

test('dmtcp-input-ignored: /dev/null, and another program', () => {
  checkRule(
    'dmtcp-input-ignored',
    `executable = shim_dmtcp
arguments = ./foo
input = /dev/null
queue
executable = /bin/cat
input = a
queue
`,
    { version: '23.9.6' },
  );
});
