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

test('missing-machine-count: parallel scheduling', () => {
  checkRule(
    'missing-machine-count',
    `executable = /bin/echo
WantParallelScheduling = true
                         ^^^^ error: machine_count
queue
`,
  );
});
