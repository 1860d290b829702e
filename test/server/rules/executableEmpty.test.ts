import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('executable-empty: an empty file', () => {
  checkRule(
    'executable-empty',
    `executable = run
             ^^^ error: is empty
queue
`,
    { files: { run: '' } },
  );
});

test('executable-empty: a file with content', () => {
  checkRule(
    'executable-empty',
    `executable = run
queue
`,
    { files: { run: 'x' } },
  );
});

test('executable-empty: not transferred', () => {
  checkRule(
    'executable-empty',
    `executable = run
transfer_executable = false
queue
`,
    { files: { run: '' } },
  );
});
