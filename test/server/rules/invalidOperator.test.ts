import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-operator: an at sign without equals sign', () => {
  checkRule(
    'invalid-operator',
    `executable = /bin/echo
X @ 3
  ^ error: found '@ '
queue
`,
  );
});
