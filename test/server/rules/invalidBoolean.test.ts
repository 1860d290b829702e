import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-boolean: yes', () => {
  checkRule(
    'invalid-boolean',
    `executable = /bin/echo
stream_output = yes
                ^^^ error: found 'yes'
queue
`,
    {
      fixed: `executable = /bin/echo
stream_output = true
queue
`,
    },
  );
});

test('invalid-boolean: an expression', () => {
  checkRule(
    'invalid-boolean',
    `executable = /bin/echo
stream_output = 1 == 1
queue
`,
  );
});

test('invalid-boolean: overridden later', () => {
  checkRule(
    'invalid-boolean',
    `executable = /bin/echo
stream_output = yes
stream_output = true
queue
`,
  );
});
