import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-errors-discarded: the original recipe', () => {
  checkRule(
    'dmtcp-errors-discarded',
    `executable = shim_dmtcp
environment = A=1;JALIB_STDERR_PATH=/dev/null;B=2
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: throws it away
queue
`,
  );
});

test('dmtcp-errors-discarded: a file', () => {
  checkRule(
    'dmtcp-errors-discarded',
    `executable = shim_dmtcp
environment = JALIB_STDERR_PATH=dmtcp.err
queue
`,
  );
});
