import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('missing-attribute-name: MY. and +', () => {
  checkRule(
    'missing-attribute-name',
    `executable = /bin/echo
MY. = 5
^^^ error: found none
queue
`,
  );
});

test('missing-attribute-name: a name, and no value', () => {
  checkRule(
    'missing-attribute-name',
    `executable = /bin/echo
MY.Level = 5
- = 5
queue
`,
  );
});

test('missing-attribute-name: of a job set', () => {
  checkRule('missing-attribute-name', "executable = a\nJOBSET. = 1\n^^^^^^^ error: after 'JOBSET.'\nqueue\n");
});
