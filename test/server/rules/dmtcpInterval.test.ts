import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-interval: shorter than a checkpoint', () => {
  checkRule(
    'dmtcp-interval',
    `executable = shim_dmtcp
arguments = --ckptint 60 ./foo
                      ^^ warning: takes about 120 s
request_memory = 8GB
queue
`,
  );
});

test('dmtcp-interval: no number', () => {
  checkRule(
    'dmtcp-interval',
    `executable = shim_dmtcp
arguments = --ckptint 30m ./foo
                      ^^^ warning: Expected a number of seconds
queue
`,
  );
});

test('dmtcp-interval: long enough, and none', () => {
  checkRule(
    'dmtcp-interval',
    `executable = shim_dmtcp
arguments = --ckptint 1800 ./foo
request_memory = 8GB
queue
arguments = --ckptint 0 ./foo
queue
`,
    { version: '23.9.6' },
  );
});
