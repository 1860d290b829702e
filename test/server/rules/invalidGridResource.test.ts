import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-grid-resource: a kind', () => {
  checkRule(
    'invalid-grid-resource',
    `executable = /bin/echo
universe = grid
grid_resource = bach slurm
                ^^^^ error: found 'bach'
queue
`,
    {
      fixed: `executable = /bin/echo
universe = grid
grid_resource = batch slurm
queue
`,
    },
  );
});

test('invalid-grid-resource: none', () => {
  checkRule(
    'invalid-grid-resource',
    `executable = /bin/echo
universe = grid
           ^^^^ error: grid_resource
queue
`,
  );
});
