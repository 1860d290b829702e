import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('colon-instead-of-equals: a colon', () => {
  checkRule(
    'colon-instead-of-equals',
    `executable = /bin/echo
log : x.log
    ^ error: found ':'
queue
`,
    {
      fixed: `executable = /bin/echo
log = x.log
queue
`,
    },
  );
});
