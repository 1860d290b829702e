import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('include-option: upper case', () => {
  checkRule(
    'include-option',
    `executable = /bin/echo
include IFEXIST : a.sub
        ^^^^^^^ error: lower case
queue
`,
  );
});
