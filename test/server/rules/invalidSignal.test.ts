import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-signal: without SIG', () => {
  checkRule(
    'invalid-signal',
    `executable = /bin/echo
kill_sig = int
           ^^^ error: found 'int'
queue
`,
    {
      fixed: `executable = /bin/echo
kill_sig = SIGINT
queue
`,
    },
  );
});

test('invalid-signal: numbers and any case', () => {
  checkRule(
    'invalid-signal',
    `executable = /bin/echo
kill_sig = 15
remove_kill_sig = sigterm
queue
`,
  );
});

test('invalid-signal: a misspelt one', () => {
  checkRule(
    'invalid-signal',
    `executable = /bin/echo
kill_sig = SIGINTR
           ^^^^^^^ error: Did you mean SIGINT?
queue
`,
    { fixed: 'executable = /bin/echo\nkill_sig = SIGINT\nqueue\n' },
  );
});
