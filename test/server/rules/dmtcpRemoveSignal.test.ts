import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-remove-signal: set', () => {
  checkRule(
    'dmtcp-remove-signal',
    `executable = shim_dmtcp
remove_kill_sig = SIGKILL
^^^^^^^^^^^^^^^ warning: when it vacates
queue
`,
    {
      fixed: `executable = shim_dmtcp
queue
`,
    },
  );
});

test('dmtcp-remove-signal: another program', () => {
  checkRule(
    'dmtcp-remove-signal',
    `executable = /bin/echo
remove_kill_sig = SIGKILL
queue
`,
  );
});
