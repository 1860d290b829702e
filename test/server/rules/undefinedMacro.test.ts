import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('undefined-macro: a typo', () => {
  checkRule(
    'undefined-macro',
    `executable = /bin/echo
sample_name = x
arguments = $(sample_nme)
            ^^^^^^^^^^^^^ warning: Did you mean $(sample_name)?
queue
`,
    {
      fixed: `executable = /bin/echo
sample_name = x
arguments = $(sample_name)
queue
`,
    },
  );
});

test('undefined-macro: something that DAGMan may give', () => {
  checkRule(
    'undefined-macro',
    `executable = /bin/echo
arguments = $(input_of_node)
            ^^^^^^^^^^^^^^^^ hint: by DAGMan
queue
`,
  );
});

test('undefined-macro: what is known, has a default, or may come from elsewhere', () => {
  checkRule(
    'undefined-macro',
    `executable = /bin/echo
arguments = $(Cluster) $(x) $(zebra:1) $(executable)
queue x in (a)
`,
  );
});

test('undefined-macro: an include that was not read', () => {
  checkRule(
    'undefined-macro',
    `executable = /bin/echo
include : site.inc
arguments = $(zebra)
queue
`,
  );
});
