import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-deferral: negative', () => {
  checkRule(
    'invalid-deferral',
    `executable = /bin/echo
deferral_time = -5
                ^^ error: not negative
deferral_window = -1
                  ^^ error: 'deferral_window'
queue
`,
  );
});

test('invalid-deferral: in the scheduler universe', () => {
  checkRule(
    'invalid-deferral',
    `universe = scheduler
executable = /bin/echo
deferral_time = 5
^^^^^^^^^^^^^ error: cannot defer
queue
`,
  );
});

test('invalid-deferral: a window that nobody reads, and an expression', () => {
  checkRule(
    'invalid-deferral',
    `executable = /bin/echo
deferral_window = -1
queue
`,
  );
});

test('invalid-deferral: an expression', () => {
  checkRule(
    'invalid-deferral',
    `executable = /bin/echo
deferral_time = CurrentTime + 60
queue
`,
  );
});
