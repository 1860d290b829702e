import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-option-after-program: stdout', () => {
  checkRule(
    'dmtcp-option-after-program',
    `executable = shim_dmtcp
arguments = ./foo --stdout a
                  ^^^^^^^^ hint: options of the shim come first
queue
`,
  );
});

test('dmtcp-option-after-program: before', () => {
  checkRule(
    'dmtcp-option-after-program',
    `executable = shim_dmtcp
arguments = --stdout a ./foo --log b
queue
`,
  );
});
