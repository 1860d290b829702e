import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('unknown-template: a category', () => {
  checkRule(
    'unknown-template',
    `executable = /bin/echo
use foo : bar
    ^^^ error: not 'foo'
queue
`,
  );
});

test('unknown-template: a name', () => {
  checkRule(
    'unknown-template',
    `executable = /bin/echo
use STRICT : maybe
             ^^^^^ error: not 'maybe'
queue
`,
  );
});
