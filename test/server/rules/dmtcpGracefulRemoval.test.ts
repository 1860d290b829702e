import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-graceful-removal: none', () => {
  checkRule(
    'dmtcp-graceful-removal',
    `executable = shim_dmtcp
             ^^^^^^^^^^ hint: want_graceful_removal = False
queue
`,
  );
});

test('dmtcp-graceful-removal: true', () => {
  checkRule(
    'dmtcp-graceful-removal',
    `executable = shim_dmtcp
want_graceful_removal = true
                        ^^^^ hint: thrown away
queue
`,
    {
      fixed: `executable = shim_dmtcp
want_graceful_removal = False
queue
`,
    },
  );
});

test('dmtcp-graceful-removal: false', () => {
  checkRule(
    'dmtcp-graceful-removal',
    `executable = shim_dmtcp
want_graceful_removal = False
queue
`,
  );
});
