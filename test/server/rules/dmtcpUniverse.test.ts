import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-universe: local', () => {
  checkRule(
    'dmtcp-universe',
    `universe = local
           ^^^^^ warning: expected vanilla
executable = shim_dmtcp
queue
`,
    {
      fixed: `universe = vanilla
executable = shim_dmtcp
queue
`,
    },
  );
});

test('dmtcp-universe: vanilla and container', () => {
  checkRule(
    'dmtcp-universe',
    `universe = vanilla
executable = shim_dmtcp
queue
universe = container
container_image = a.sif
queue
`,
    { version: '23.9.6' },
  );
});
