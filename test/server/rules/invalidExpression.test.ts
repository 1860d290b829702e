import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-expression: two operands', () => {
  checkRule(
    'invalid-expression',
    `executable = /bin/echo
periodic_remove = a b
                    ^ error: an operator
queue
`,
  );
});

test('invalid-expression: an open parenthesis', () => {
  checkRule(
    'invalid-expression',
    `executable = /bin/echo
requirements = (a
                ^ error: found the end
queue
`,
  );
});

test('invalid-expression: an attribute', () => {
  checkRule(
    'invalid-expression',
    `executable = /bin/echo
+Foo = bar baz
           ^^^ error: in the expression of '+Foo'
queue
`,
  );
});

test('invalid-expression: a size', () => {
  checkRule(
    'invalid-expression',
    `executable = /bin/echo
request_memory = 1 GB
request_disk = 0.5T
queue
`,
  );
});
