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
^^^^^^^^^^^^^^ error: Put '=' after request_cpus
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

test('not-a-statement: of a DAG, one line tells what the file is', () => {
  checkRule(
    'not-a-statement',
    `JOB A a.sub
^^^^^^^^^^^ error: looks like a DAG
JOB B b.sub
PARENT A CHILD B
`,
  );
});

test('not-a-statement: habits of other languages', () => {
  for (const [written, message, fixed] of [
    ['// my job', "A comment begins with '#'.", '# my job'],
    ['; note', "A comment begins with '#'.", '# note'],
    ['include job.inc', "Expected a colon after include, as in 'include : FILE'.", 'include : job.inc'],
    ['queue;', "Expected the end of the line after queue, found ';'.", 'queue'],
    ['fi', "An if ends with 'endif'.", 'endif'],
    ['queue\u00A05', 'no ordinary one', 'queue 5'],
    ['requirments x', "Did you mean 'requirements = x'?", 'requirements = x'],
  ] as const)
    checkRule(
      'not-a-statement',
      `executable = /bin/echo\n${written}\n${'^'.repeat(written.length)} error: ${message}\nqueue\n`,
      { fixed: `executable = /bin/echo\n${fixed}\nqueue\n` },
    );
});

test('not-a-statement: a variable that a shell would export', () => {
  checkRule(
    'not-a-statement',
    `export OMP_NUM_THREADS=4
^^^^^^^^^^^^^^^^^^^^^^^^ error: environment = "OMP_NUM_THREADS=4"
executable = /bin/echo
queue
`,
  );
});

test('not-a-statement: another encoding', () => {
  checkRule('not-a-statement', '\uFFFD\uFFFDe\n^^^ error: save the file as UTF-8\nqueue\n');
});

test('not-a-statement: elseif', () => {
  checkRule(
    'not-a-statement',
    `executable = /bin/echo
if true
elseif false
^^^^^^^^^^^^ error: 'elif'
endif
queue
`,
    { fixed: 'executable = /bin/echo\nif true\nelif false\nendif\nqueue\n' },
  );
});
