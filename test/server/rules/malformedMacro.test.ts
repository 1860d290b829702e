import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('malformed-macro: blanks', () => {
  checkRule(
    'malformed-macro',
    `executable = /bin/echo
arguments = $( Cluster )
            ^^^^^^^^^^^^ warning: write $(Cluster)
queue
`,
    {
      fixed: `executable = /bin/echo
arguments = $(Cluster)
queue
`,
    },
  );
});

test('malformed-macro: a default', () => {
  checkRule(
    'malformed-macro',
    `executable = /bin/echo
arguments = $(x:a-b)
            ^^^^^^^^ warning: cannot hold '-'
queue
`,
  );
});

test('malformed-macro: fine', () => {
  checkRule(
    'malformed-macro',
    `executable = /bin/sh
arguments = $(x:a) $(Cluster) "-c 'echo $(date +%F)'" $$(Arch)
queue
`,
  );
});

test('malformed-macro: not closed', () => {
  checkRule(
    'malformed-macro',
    `executable = /bin/echo
arguments = $(Process
            ^^^^^^^^^ warning: without its closing parenthesis
output = out.$(Cluster.txt
             ^^^^^^^^^^^^^ warning: write $(Cluster.txt).
log = $(x:a
queue
`,
    {
      fixed:
        'executable = /bin/echo\narguments = $(Process)\noutput = out.$(Cluster.txt\nlog = $(x:a\nqueue\n',
    },
  );
});
