import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-leaves-sandbox: options', () => {
  checkRule(
    'dmtcp-leaves-sandbox',
    `executable = shim_dmtcp
arguments = --log /tmp/shim.log --stdout out --stderr /home/me/err ./foo
                  ^^^^^^^^^^^^^ warning: --log is '/tmp/shim.log'
                                                      ^^^^^^^^^^^^ information: --stderr
queue
`,
  );
});

test('dmtcp-leaves-sandbox: the environment', () => {
  checkRule(
    'dmtcp-leaves-sandbox',
    `executable = shim_dmtcp
environment = "A=1 DMTCP_TMPDIR=/tmp"
                   ^^^^^^^^^^^^^^^^^ warning: DMTCP_TMPDIR
queue
`,
  );
});

test('dmtcp-leaves-sandbox: in the sandbox', () => {
  checkRule(
    'dmtcp-leaves-sandbox',
    `executable = shim_dmtcp
arguments = --log /dev/null --stdout out ./foo /tmp/x
environment = "DMTCP_TMPDIR=./"
queue
`,
  );
});
