import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('jobset-varies: by process, by item, by queue statement', () => {
  checkRule(
    'jobset-varies',
    `executable = /bin/echo
jobset = a$(Process)
         ^^^^^^^^^^^ error: expected 'a0' for each, found 'a1' too
queue 2
`,
  );
  checkRule(
    'jobset-varies',
    `executable = /bin/echo
jobset = $(x)
         ^^^^ error: found 'b'
queue x in (a b)
`,
  );
  checkRule(
    'jobset-varies',
    `executable = /bin/echo
jobset = a
queue
jobset = b
         ^ error: found 'b'
queue
`,
    { version: '23.9.6' },
  );
});

test('jobset-varies: not for one job, nor by cluster', () => {
  checkRule('jobset-varies', 'executable = a\njobset = a$(Process)\nqueue\n');
  checkRule('jobset-varies', 'executable = a\njobset = a$(Cluster)\nqueue 5\n');
});
