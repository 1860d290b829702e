import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('include-not-found: a missing file', () => {
  checkRule(
    'include-not-found',
    `executable = /bin/echo
include : nope.sub
          ^^^^^^^^ error: Cannot find 'nope.sub'
queue
`,
    { files: { '/bin/echo': '' } },
  );
});

test('include-not-found: ifexist', () => {
  checkRule(
    'include-not-found',
    `executable = /bin/echo
include ifexist : nope.sub
queue
`,
    { files: { '/bin/echo': '' } },
  );
});
