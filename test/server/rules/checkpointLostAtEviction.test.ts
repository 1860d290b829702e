import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('checkpoint-lost-at-eviction: ON_EXIT', () => {
  checkRule(
    'checkpoint-lost-at-eviction',
    `executable = /bin/echo
checkpoint_exit_code = 85
^^^^^^^^^^^^^^^^^^^^ information: is kept too
queue
`,
  );
});

test('checkpoint-lost-at-eviction: ON_EXIT_OR_EVICT', () => {
  checkRule(
    'checkpoint-lost-at-eviction',
    `executable = /bin/echo
checkpoint_exit_code = 85
when_to_transfer_output = ON_EXIT_OR_EVICT
queue
`,
  );
});
