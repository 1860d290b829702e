import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-environment: no equals sign', () => {
  checkRule(
    'invalid-environment',
    `executable = /bin/echo
environment = "A=1 B"
                   ^ error: Expected NAME=VALUE
queue
`,
  );
});

test('invalid-environment: the old syntax', () => {
  checkRule(
    'invalid-environment',
    `executable = /bin/echo
environment = A=1;;B=x y
queue
`,
  );
});
