import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-same-output: output', () => {
  checkRule(
    'dmtcp-same-output',
    `executable = shim_dmtcp
arguments = --stdout foo.$(CLUSTER).out ./foo
                     ^^^^^^^^^^^^^^^^^^ warning: the command 'output'
output = foo.$(Cluster).out
queue
`,
  );
});

test("dmtcp-same-output: the shim's log", () => {
  checkRule(
    'dmtcp-same-output',
    `executable = shim_dmtcp
arguments = --log a.log --stdout ./a.log ./foo
                                 ^^^^^^^ warning: --log
queue
`,
  );
});

test('dmtcp-same-output: different, or both of the program', () => {
  checkRule(
    'dmtcp-same-output',
    `executable = shim_dmtcp
arguments = --log a.log --stdout foo.out --stderr foo.out ./foo
output = shim.out
log = job.log
queue
`,
  );
});
