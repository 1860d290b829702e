import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-no-program: options only', () => {
  checkRule(
    'dmtcp-no-program',
    `executable = shim_dmtcp
arguments = --log a
            ^^^^^^^ warning: nothing to run
queue
`,
  );
});

test('dmtcp-no-program: no arguments', () => {
  checkRule(
    'dmtcp-no-program',
    `executable = shim_dmtcp
             ^^^^^^^^^^ warning: nothing to run
queue
`,
  );
});

test('dmtcp-no-program: a program', () => {
  checkRule(
    'dmtcp-no-program',
    `executable = shim_dmtcp
arguments = --log a -- ./foo
queue
`,
  );
});
