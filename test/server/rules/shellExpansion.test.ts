import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('shell-expansion: variables', () => {
  checkRule(
    'shell-expansion',
    `executable = /bin/echo
output = $HOME/out.$(Cluster)
         ^^^^^^^^^^^^^^^^^^^^ warning: '$HOME' stays as it is
log = job.$Cluster.log
      ^^^^^^^^^^^^^^^^ warning: A macro is written $(Cluster)
queue
`,
  );
  checkRule(
    'shell-expansion',
    `executable = /bin/echo
output = $HOME/out
         ^^^^^^^^^ warning: Write $ENV(HOME)
queue
`,
    { fixed: 'executable = /bin/echo\noutput = $ENV(HOME)/out\nqueue\n' },
  );
});

test('shell-expansion: home directories and commands', () => {
  checkRule(
    'shell-expansion',
    `executable = ~/bin/run
             ^^^^^^^^^ warning: Write $ENV(HOME)
transfer_input_files = a, ~alice/b
                       ^^^^^^^^^^^ warning: Write the whole path
log = \`date\`.log
      ^^^^^^^^^^ warning: HTCondor runs nothing
output = out.$(date +x).txt
         ^^^^^^^^^^^^^^^^^^ warning: HTCondor runs nothing
queue
`,
    {
      fixed:
        'executable = $ENV(HOME)/bin/run\ntransfer_input_files = a, ~alice/b\nlog = `date`.log\noutput = out.$(date +x).txt\nqueue\n',
    },
  );
});

test('shell-expansion: what is fine', () => {
  checkRule(
    'shell-expansion',
    `executable = /bin/sh
arguments = "-c 'ls ~ $HOME $(date)'"
output = a~/b.$(Cluster).$$(Arch).$ENV(HOME)
log = $$(Name).log
queue
`,
  );
});

test('shell-expansion: the environment', () => {
  checkRule(
    'shell-expansion',
    `executable = /bin/echo
environment = "PATH=/opt/bin:$PATH A=$(B) C='x $y'"
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: Write $ENV(PATH) for its value at submission
queue
`,
  );
});
