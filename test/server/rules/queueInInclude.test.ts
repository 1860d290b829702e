import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('queue-in-include: inside', () => {
  checkRule(
    'queue-in-include',
    `executable = /bin/echo
include : a.sub
          ^^^^^ error: cannot have a queue statement
queue
`,
    { files: { 'a.sub': 'queue\n' } },
  );
});
