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

test('invalid-expression: sizes where sizes are read, and only there', () => {
  checkRule(
    'invalid-expression',
    `executable = /bin/echo
request_memory = 1.5GB
request_disk = 1.
rank = 1.
       ^^ error: expression
+Limit = 1K
          ^ error: end of the expression
deferral_time = a b
                  ^ error: expression
gpus_minimum_memory = a b
queue
`,
  );
});

test('invalid-expression: job sets; not what condor_submit never reads', () => {
  checkRule(
    'invalid-expression',
    `executable = /bin/echo
JOBSET.Owner = 1 +
                 ^ error: JOBSET.Owner
require_foo = 1 +
queue
`,
  );
});
