import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('getenv-not-boolean: yes', () => {
  checkRule(
    'getenv-not-boolean',
    `executable = /bin/echo
getenv = yes
         ^^^ warning: Did you mean true?
queue
`,
    {
      fixed: `executable = /bin/echo
getenv = true
queue
`,
    },
  );
});

test('getenv-not-boolean: names', () => {
  checkRule(
    'getenv-not-boolean',
    `executable = /bin/echo
getenv = HOME, PATH
queue
`,
  );
});
