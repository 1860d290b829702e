import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('queue-keyword-conflict: files without matching', () => {
  checkRule(
    'queue-keyword-conflict',
    `executable = /bin/echo
queue x in files (a b)
           ^^^^^ error: belong to matching
`,
  );
});
