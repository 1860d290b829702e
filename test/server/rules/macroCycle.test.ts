import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('macro-cycle: two', () => {
  checkRule(
    'macro-cycle',
    `executable = /bin/echo
X = $(Y)
    ^^^^ error: in a circle (x -> y -> x)
Y = $(X)
queue
`,
  );
});

test('macro-cycle: itself is no circle', () => {
  checkRule(
    'macro-cycle',
    `executable = /bin/echo
X = $(X)b
queue
`,
  );
});
