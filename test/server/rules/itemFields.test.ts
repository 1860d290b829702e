import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('item-fields: too few, and a blank line', () => {
  checkRule(
    'item-fields',
    `executable = /bin/echo
arguments = $(a) $(b)
queue a, b from (
1 2
3
^ information: $(b) is empty
)
`,
  );
});

test('item-fields: enough', () => {
  checkRule(
    'item-fields',
    `executable = /bin/echo
arguments = $(a) $(b)
queue a, b from (
1 2
3, 4
)
`,
  );
});
