import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('image-conflict: both', () => {
  checkRule(
    'image-conflict',
    `executable = /bin/echo
docker_image = a
container_image = b
^^^^^^^^^^^^^^^ error: not both
queue
`,
  );
});
