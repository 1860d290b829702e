import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('missing-image: docker', () => {
  checkRule(
    'missing-image',
    `executable = /bin/echo
universe = docker
           ^^^^^^ error: docker_image
queue
`,
  );
});
