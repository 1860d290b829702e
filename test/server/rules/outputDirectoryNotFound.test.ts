import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('output-directory-not-found: log', () => {
  checkRule(
    'output-directory-not-found',
    `executable = /bin/echo
log = logs/a.log
      ^^^^^^^^^^ warning: cannot be submitted
output = out/a
error = $(Process)/err
queue
`,
    { files: { out: '' } },
  );
});

test('output-directory-not-found: nobody looks', () => {
  checkRule(
    'output-directory-not-found',
    `executable = /bin/echo
log = logs/a.log
queue
`,
  );
});
