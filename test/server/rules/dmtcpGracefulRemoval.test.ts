import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-graceful-removal: none', () => {
  checkRule('dmtcp-graceful-removal', 'executable = shim_dmtcp\nqueue\n');
});

test('dmtcp-graceful-removal: true', () => {
  checkRule('dmtcp-graceful-removal', 'executable = shim_dmtcp\nwant_graceful_removal = true\nqueue\n');
});

test('dmtcp-graceful-removal: an expression', () => {
  checkRule(
    'dmtcp-graceful-removal',
    'executable = shim_dmtcp\nwant_graceful_removal = NumJobStarts > 3\nqueue\n',
  );
});

test('dmtcp-graceful-removal: not a DMTCP job', () => {
  checkRule('dmtcp-graceful-removal', 'executable = foo\nwant_graceful_removal = False\nqueue\n');
});

test('dmtcp-graceful-removal: false', () => {
  checkRule(
    'dmtcp-graceful-removal',
    `executable = shim_dmtcp
want_graceful_removal = False
                        ^^^^^ warning: when it is held
queue
`,
    {
      fixed: `executable = shim_dmtcp
want_graceful_removal = True
queue
`,
    },
  );
});
