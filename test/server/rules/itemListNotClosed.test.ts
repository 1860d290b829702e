import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('item-list-not-closed: a comment after it', () => {
  checkRule(
    'item-list-not-closed',
    `executable = /bin/echo
queue x in (a b) # c
           ^ error: last character
`,
  );
});

test('item-list-not-closed: closed on its own line', () => {
  checkRule(
    'item-list-not-closed',
    `executable = /bin/echo
queue x in (
 a
 b
)
`,
  );
});
