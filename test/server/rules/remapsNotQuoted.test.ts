import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('remaps-not-quoted: in an old release', () => {
  checkRule(
    'remaps-not-quoted',
    `executable = /bin/echo
transfer_output_remaps = a=b
                         ^^^ error: in double quotes only
queue
`,
    {
      version: '23.9.6',
      fixed: `executable = /bin/echo
transfer_output_remaps = "a=b"
queue
`,
    },
  );
});

test('remaps-not-quoted: in a new one', () => {
  checkRule(
    'remaps-not-quoted',
    `executable = /bin/echo
transfer_output_remaps = a=b
queue
`,
  );
});
