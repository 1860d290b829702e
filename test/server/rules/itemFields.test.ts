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

test('item-fields: which one, and what it is', () => {
  const text = (found: string): string =>
    `executable = /bin/echo
queue a, b, c from (
1,,3
^^^^ information: $(b) is empty
1 2
${found}
)
`;
  checkRule('item-fields', text('^^^ information: $(c) is empty'));
  checkRule('item-fields', text('^^^ information: $(c) is what it was for the item before'), {
    version: '23.9.6',
  });
});
