import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-dead-variable: the original recipe', () => {
  checkRule(
    'dmtcp-dead-variable',
    `executable = shim_dmtcp
environment = DMTCP_TMPDIR=./;DMTCP_PREFIX_ID=$(CLUSTER)_$(PROCESS)
                              ^^^^^^^^^^^^^^^ information: No DMTCP of today
queue
`,
  );
});

test('dmtcp-dead-variable: in the quoted form', () => {
  checkRule(
    'dmtcp-dead-variable',
    `executable = shim_dmtcp
environment = "DMTCP_GZIP=0 DMTCP_PORT=7779"
                            ^^^^^^^^^^ information: DMTCP_PORT
queue
`,
  );
});
