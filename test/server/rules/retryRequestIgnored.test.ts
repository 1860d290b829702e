import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('retry-request-ignored: without a plain size', () => {
  checkRule(
    'retry-request-ignored',
    `executable = /bin/echo
request_memory = MY.x
retry_request_memory = 2GB
^^^^^^^^^^^^^^^^^^^^ warning: it needs request_memory with a plain size
retry_request_disk = 2GB
^^^^^^^^^^^^^^^^^^ warning: it needs request_disk
queue
`,
  );
});

test('retry-request-ignored: beside a list', () => {
  checkRule(
    'retry-request-ignored',
    `executable = /bin/echo
retry_request_memory = 2GB
retry_request_memory_increase = 1GB
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: beside 'retry_request_memory'
retry_request_memory_max = 8GB
^^^^^^^^^^^^^^^^^^^^^^^^ warning: beside 'retry_request_memory'
request_disk = 1GB
retry_request_disk = 2GB
queue
`,
  );
});
