import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('quoted-path: output', () => {
  checkRule(
    'quoted-path',
    `executable = /bin/echo
output = "a b.out"
         ^^^^^^^^^ warning: leave them out
queue
`,
    {
      fixed: `executable = /bin/echo
output = a b.out
queue
`,
    },
  );
});

test('quoted-path: without', () => {
  checkRule(
    'quoted-path',
    `executable = /bin/echo
output = a b.out
queue
`,
  );
});
