import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-cuda-version: three numbers', () => {
  checkRule(
    'invalid-cuda-version',
    `executable = /bin/echo
cuda_version = 12.4.1
               ^^^^^^ error: such as 12 or 12.4
queue
`,
  );
});

test('invalid-cuda-version: two', () => {
  checkRule(
    'invalid-cuda-version',
    `executable = /bin/echo
cuda_version = 12.4
queue
`,
  );
});
