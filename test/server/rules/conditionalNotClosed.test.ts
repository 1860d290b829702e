import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('conditional-not-closed: at the end', () => {
  checkRule(
    'conditional-not-closed',
    `executable = /bin/echo
if true
^^ error: no 'endif'
`,
  );
});

test('conditional-not-closed: before queue', () => {
  checkRule(
    'conditional-not-closed',
    `executable = /bin/echo
if true
^^ warning: still open
queue
`,
  );
});
