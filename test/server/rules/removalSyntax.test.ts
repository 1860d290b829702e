import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('removal-syntax: with a value', () => {
  checkRule(
    'removal-syntax',
    `executable = /bin/echo
-Foo = 1
^^^^ warning: makes the attribute empty
queue
`,
    {
      fixed: `executable = /bin/echo
+Foo = 1
queue
`,
    },
  );
});

test('removal-syntax: without', () => {
  checkRule(
    'removal-syntax',
    `executable = /bin/echo
-Foo =
queue
`,
  );
});
