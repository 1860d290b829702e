import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-kill-signal: a signal that the shim does not trap', () => {
  checkRule(
    'dmtcp-kill-signal',
    `executable = shim_dmtcp
kill_sig = SIGQUIT
           ^^^^^^^ warning: SIGINT or SIGTERM
queue
`,
    {
      fixed: `executable = shim_dmtcp
kill_sig = SIGINT
queue
`,
    },
  );
});

test('dmtcp-kill-signal: the two that it traps', () => {
  checkRule(
    'dmtcp-kill-signal',
    `executable = shim_dmtcp
kill_sig = 2
queue
`,
  );
});

test('dmtcp-kill-signal: another program', () => {
  checkRule(
    'dmtcp-kill-signal',
    `executable = /bin/echo
kill_sig = SIGQUIT
queue
`,
  );
});
