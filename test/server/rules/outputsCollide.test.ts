import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('outputs-collide: output of several jobs', () => {
  checkRule(
    'outputs-collide',
    `executable = /bin/echo
output = a.$(Cluster).out
         ^^^^^^^^^^^^^^^^ warning: All 3 jobs
error = a.$(Process).err
log = a.log
queue 3
`,
  );
});

test('outputs-collide: items', () => {
  checkRule(
    'outputs-collide',
    `executable = /bin/echo
output = $(x).out
error = all.err
        ^^^^^^^ warning: Put $(Process)
queue x in (a b)
`,
  );
});

test('outputs-collide: options of the shim', () => {
  checkRule(
    'outputs-collide',
    `executable = shim_dmtcp
arguments = --log shim.$(Process).log --stdout foo.out ./foo
                                               ^^^^^^^ warning: (--stdout)
queue 2
`,
  );
});

test('outputs-collide: one job, or a directory for each', () => {
  checkRule(
    'outputs-collide',
    `executable = /bin/echo
output = a
queue
initialdir = run.$(Process)
queue 5
initialdir =
output = /dev/null
error = $(Item)
queue in (a b)
`,
    { version: '23.9.6' },
  );
});

test('outputs-collide: a function of what only submission knows', () => {
  checkRule(
    'outputs-collide',
    `executable = /bin/echo
year = $(Process) + 2000
output = $INT(year).out
error = $(x).err
x = $INT(year,%d)
queue 10
`,
  );
});
