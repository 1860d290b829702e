import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('suspicious-size: too little', () => {
  checkRule(
    'suspicious-size',
    `executable = /bin/echo
request_memory = 2
                 ^ warning: this is 2 MB
request_disk = 4
               ^ warning: this is 4 KB
queue
`,
    {
      fixed: `executable = /bin/echo
request_memory = 2GB
request_disk = 4
queue
`,
    },
  );
});

test('suspicious-size: usual numbers', () => {
  checkRule(
    'suspicious-size',
    `executable = /bin/echo
request_memory = 2048
request_disk = 1000000
queue
request_memory = 2GB
request_disk = 4GB
queue
request_memory = 0
queue
`,
    { version: '23.9.6' },
  );
});
