import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('single-quoted-string: in requirements and attributes', () => {
  checkRule(
    'single-quoted-string',
    `executable = /bin/echo
requirements = (OpSysName == 'Debian') && $(more)
                             ^^^^^^^^ warning: A string stands in double quotes: "Debian".
+Group = 'physics'
         ^^^^^^^^^ warning: one called physics
more = true
queue
`,
    {
      fixed:
        'executable = /bin/echo\nrequirements = (OpSysName == "Debian") && $(more)\n+Group = \'physics\'\nmore = true\nqueue\n',
    },
  );
});

test('single-quoted-string: attributes that there are, strings, and what is no expression', () => {
  checkRule(
    'single-quoted-string',
    `executable = /bin/echo
requirements = 'OpSys' == "it's"
arguments = "'a b'"
environment = "A='x y'"
queue
`,
  );
});
