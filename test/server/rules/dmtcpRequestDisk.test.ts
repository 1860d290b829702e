import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-request-disk: too small', () => {
  checkRule(
    'dmtcp-request-disk',
    `executable = shim_dmtcp
request_memory = 8GB
request_disk = 1GB
               ^^^ warning: expected more than that
queue
`,
  );
});

test('dmtcp-request-disk: a number of kilobytes', () => {
  checkRule(
    'dmtcp-request-disk',
    `executable = shim_dmtcp
request_memory = 2048
request_disk = 1000000
               ^^^^^^^ warning: found 976.6 MB
queue
`,
  );
});

test('dmtcp-request-disk: none', () => {
  checkRule(
    'dmtcp-request-disk',
    `executable = shim_dmtcp
             ^^^^^^^^^^ hint: Without request_disk
queue
`,
  );
});

test('dmtcp-request-disk: enough', () => {
  checkRule(
    'dmtcp-request-disk',
    `executable = shim_dmtcp
request_memory = 1G
request_disk = 4G
queue
`,
  );
});
