import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('trailing-comment: behind a file name', () => {
  checkRule(
    'trailing-comment',
    `executable = /bin/echo
output = a.out # the output
               ^^^^^^^^^^^^ warning: lines of their own
queue
`,
    {
      fixed: `executable = /bin/echo
# the output
output = a.out
queue
`,
    },
  );
});

test('trailing-comment: behind arguments', () => {
  checkRule(
    'trailing-comment',
    `executable = /bin/echo
arguments = a b # comment
                ^^^^^^^^^ warning: part of the value
queue
`,
  );
});

test('trailing-comment: what is no comment', () => {
  checkRule(
    'trailing-comment',
    `executable = /bin/echo
arguments = --color #fff "# x"
environment = "A='a # b'"
+Note = "1 # 2"
output = a#b
queue
`,
  );
});
