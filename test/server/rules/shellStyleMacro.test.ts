import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('shell-style-macro: the original recipe', () => {
  checkRule(
    'shell-style-macro',
    `executable = shim_dmtcp
arguments = --log shim.\${CLUSTER}.log ./foo
                       ^^^^^^^^^^ warning: macros are written $(CLUSTER)
queue
`,
    {
      fixed: `executable = shim_dmtcp
arguments = --log shim.$(CLUSTER).log ./foo
queue
`,
    },
  );
});

test('shell-style-macro: a name that the file sets, and one that the shell may know', () => {
  checkRule(
    'shell-style-macro',
    `executable = /bin/sh
name = x
arguments = -c "echo \${name} \${HOME}"
                     ^^^^^^^ warning: stays as it is
queue
`,
  );
});

test('shell-style-macro: a loop variable', () => {
  checkRule(
    'shell-style-macro',
    `executable = /bin/echo
arguments = \${x} \${y}
            ^^^^ warning: $(x)
queue x in (a b)
`,
  );
});
