import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('quoted-list-item: each item', () => {
  checkRule(
    'quoted-list-item',
    `executable = /bin/echo
transfer_input_files = "a", "b"
                       ^^^ warning: leave them out
                            ^^^ warning: leave them out
queue
`,
    {
      fixed: `executable = /bin/echo
transfer_input_files = a, "b"
queue
`,
    },
  );
});

test('quoted-list-item: nothing', () => {
  checkRule(
    'quoted-list-item',
    `executable = /bin/echo
transfer_output_files = ""
queue
`,
  );
});
