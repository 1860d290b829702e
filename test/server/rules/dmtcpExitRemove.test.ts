import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-exit-remove: none', () => {
  checkRule(
    'dmtcp-exit-remove',
    `executable = shim_dmtcp
             ^^^^^^^^^^ information: on_exit_remove
queue
`,
    {
      fixed: `executable = shim_dmtcp
on_exit_remove = ExitBySignal == False && ExitCode =!= 125
queue
`,
    },
  );
});

test('dmtcp-exit-remove: given', () => {
  checkRule(
    'dmtcp-exit-remove',
    `executable = shim_dmtcp
on_exit_remove = NumJobStarts > 5
queue
`,
  );
});

test('dmtcp-exit-remove: one that lets failed restarts leave the queue', () => {
  checkRule(
    'dmtcp-exit-remove',
    `executable = shim_dmtcp
on_exit_remove = ExitBySignal == False
                 ^^^^^^^^^^^^^^^^^^^^^ information: code 125
queue
`,
    {
      fixed: `executable = shim_dmtcp
on_exit_remove = ExitBySignal == False && ExitCode =!= 125
queue
`,
    },
  );
});
