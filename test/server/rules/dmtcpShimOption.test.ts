import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-shim-option: a misspelling', () => {
  checkRule(
    'dmtcp-shim-option',
    `executable = shim_dmtcp
arguments = "--stdot a ./foo"
             ^^^^^^^ warning: Did you mean '--stdout'?
queue
`,
    {
      fixed: `executable = shim_dmtcp
arguments = "--stdout a ./foo"
queue
`,
    },
  );
});

test('dmtcp-shim-option: no value', () => {
  checkRule(
    'dmtcp-shim-option',
    `executable = shim_dmtcp
arguments = --log
            ^^^^^ warning: needs a value
queue
`,
  );
});

test('dmtcp-shim-option: options of the program', () => {
  checkRule(
    'dmtcp-shim-option',
    `executable = shim_dmtcp
arguments = --allow-unprotected --log=a ./foo --verbose
queue
`,
  );
});
