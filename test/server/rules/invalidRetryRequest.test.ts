import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

const check = (lines: string): void => {
  checkRule('invalid-retry-request', `executable = /bin/echo\n${lines}\nqueue\n`);
};

test('invalid-retry-request: sizes that do not grow', () => {
  check(`retry_request_memory = 4GB, 2GB
                            ^^^ error: expected more than the size before it, found '2GB'`);
  check(`retry_request_memory = 0, 1
                       ^^ error: expected more than 0`);
  check(
    `retry_request_memory = 1K, 2K
                           ^^ error: each retry asks for more`.replace('each', 'Each'),
  );
  check(`request_disk = 1GB
retry_request_disk = 2GB, 2GB
                          ^^^ error: found '2GB'`);
  check('retry_request_memory = 1GB, 2 GB, 1TB,');
  check('retry_request_memory = 0');
});

test('invalid-retry-request: no sizes', () => {
  check(`retry_request_memory = 2GB 4GB
                       ^^^^^^^ error: Expected sizes such as '4GB, 8GB'`);
  check(`retry_request_memory = 2GB, RequestMemory * 2, 8GB
                            ^^^^^^^^^^^^^^^^^^^^^^ error: found 'RequestMemory * 2, 8GB'`);
  check(`retry_request_memory_max = 1 +
                           ^^^ error: retry_request_memory_max`);
  check('retry_request_memory = 2GB, RequestMemory * 2');
});

test('invalid-retry-request: an increase', () => {
  for (const value of ['abc', '0', '-1', '1 + 1', 'TARGET.RequestMemory', '1 +'])
    check(`retry_request_memory_increase = ${value}
                                ${'^'.repeat(value.length)} error: Expected a size above 0`);
  for (const value of ['1GB', '0.5', 'RequestMemory * 2', 'f(MY.RequestMemory)'])
    check(`retry_request_memory_increase = ${value}`);
});

test('invalid-retry-request: not where condor_submit does not look', () => {
  check('request_memory = MY.x\nretry_request_memory = 2GB, 1GB');
  check('retry_request_disk = 2GB, 1GB');
  check('retry_request_memory = 2GB\nretry_request_memory_increase = abc');
  const text = 'executable = a\nretry_request_memory = 2GB, 1GB\nqueue\n';
  checkRule('invalid-retry-request', text, { version: '23.9.6' });
});
