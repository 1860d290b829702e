import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-images-not-transferred: ON_EXIT', () => {
  checkRule(
    'dmtcp-images-not-transferred',
    `executable = shim_dmtcp
when_to_transfer_output = ON_EXIT
                          ^^^^^^^ warning: ON_EXIT_OR_EVICT
queue
`,
    {
      fixed: `executable = shim_dmtcp
when_to_transfer_output = ON_EXIT_OR_EVICT
queue
`,
    },
  );
});

test("dmtcp-images-not-transferred: none, with DMTCP's files", () => {
  checkRule(
    'dmtcp-images-not-transferred',
    `executable = run.sh
             ^^^^^^ warning: found none
transfer_input_files = dmtcp_launch
queue
`,
  );
});

test('dmtcp-images-not-transferred: as it should be', () => {
  checkRule(
    'dmtcp-images-not-transferred',
    `executable = shim_dmtcp
when_to_transfer_output = on_exit_or_evict
queue
`,
  );
});
