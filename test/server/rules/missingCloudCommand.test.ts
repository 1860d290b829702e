import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('missing-cloud-command: ec2', () => {
  checkRule(
    'missing-cloud-command',
    `universe = grid
grid_resource = ec2 https://example.org/
                ^^^^^^^^^^^^^^^^^^^^^^^^ error: needs ec2_secret_access_key, ec2_ami_id
ec2_access_key_id = key
executable = a
queue
`,
  );
});

test('missing-cloud-command: a batch system', () => {
  checkRule(
    'missing-cloud-command',
    `universe = grid
grid_resource = batch slurm
executable = a
queue
`,
  );
});
