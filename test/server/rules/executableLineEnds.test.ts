import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('executable-line-ends: a script with CR LF', () => {
  checkRule(
    'executable-line-ends',
    `executable = run.sh
             ^^^^^^ error: dos2unix
queue
`,
    { files: { 'run.sh': '#!/bin/sh\r\necho\r\n' } },
  );
});

test('executable-line-ends: a script with LF, and no script', () => {
  checkRule(
    'executable-line-ends',
    `executable = run.sh
queue
`,
    { files: { 'run.sh': '#!/bin/sh\necho\n' } },
  );
});
