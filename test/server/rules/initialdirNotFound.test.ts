import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('initialdir-not-found: a missing directory', () => {
  checkRule(
    'initialdir-not-found',
    `executable = /bin/echo
initialdir = run
             ^^^ error: Cannot find
queue
`,
    { files: { '/bin/echo': '' } },
  );
});
