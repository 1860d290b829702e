import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('not-a-statement: a word alone', () => {
  checkRule(
    'not-a-statement',
    `executable = /bin/echo
foobar
^^^^^^ error: Expected 'name = value'
queue
`,
  );
});

test('not-a-statement: a forgotten equals sign', () => {
  checkRule(
    'not-a-statement',
    `executable = /bin/echo
request_cpus 4
^^^^^^^^^^^^^^ error: put '=' after it
queue
`,
  );
});

test('not-a-statement: a DAG', () => {
  checkRule(
    'not-a-statement',
    `JOB A a.sub
^^^^^^^^^^^ error: condor_submit_dag
`,
  );
});

test('not-a-statement: nothing in a branch that is not taken', () => {
  checkRule(
    'not-a-statement',
    `executable = /bin/echo
if false
foo bar
endif
queue
`,
  );
});
