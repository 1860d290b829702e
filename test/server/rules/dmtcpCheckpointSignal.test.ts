import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-checkpoint-signal: SIGUSR2', () => {
  checkRule(
    'dmtcp-checkpoint-signal',
    `executable = shim_dmtcp
kill_sig = SIGUSR2
           ^^^^^^^ warning: use SIGINT
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

test('dmtcp-checkpoint-signal: as a number', () => {
  checkRule(
    'dmtcp-checkpoint-signal',
    `executable = run.sh
transfer_input_files = dmtcp_launch
kill_sig = 12
           ^^ warning: SIGUSR2
queue
`,
  );
});

test('dmtcp-checkpoint-signal: another program', () => {
  checkRule(
    'dmtcp-checkpoint-signal',
    `executable = /bin/echo
kill_sig = SIGUSR2
queue
`,
  );
});
