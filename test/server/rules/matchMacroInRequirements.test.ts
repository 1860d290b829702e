import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('match-macro-in-requirements: a match macro', () => {
  checkRule(
    'match-macro-in-requirements',
    `executable = /bin/echo
requirements = TARGET.x == $$(y)
                           ^^^^^ error: filled in after the match
queue
`,
  );
});
