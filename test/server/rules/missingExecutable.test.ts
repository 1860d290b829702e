import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('missing-executable: none', () => {
  checkRule(
    'missing-executable',
    `arguments = a
queue
^^^^^ error: No program to run
`,
  );
});

test('missing-executable: a container', () => {
  checkRule(
    'missing-executable',
    `container_image = a.sif
queue
`,
  );
});
