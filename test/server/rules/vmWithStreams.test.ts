import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('vm-with-streams: output', () => {
  checkRule(
    'vm-with-streams',
    `universe = vm
output = x
^^^^^^ error: no standard output
error = /dev/null
queue
`,
  );
});

test('vm-with-streams: vanilla', () => {
  checkRule(
    'vm-with-streams',
    `executable = /bin/echo
output = x
queue
`,
  );
});
