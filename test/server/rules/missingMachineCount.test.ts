import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('missing-machine-count: none', () => {
  checkRule(
    'missing-machine-count',
    `executable = /bin/echo
universe = parallel
           ^^^^^^^^ error: machine_count
queue
`,
  );
});
