import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-vacate-time: too short', () => {
  checkRule(
    'dmtcp-vacate-time',
    `executable = shim_dmtcp
arguments = ./foo
request_memory = 16GB
job_max_vacate_time = 60
                      ^^ warning: takes about 240 s
queue
`,
  );
});

test('dmtcp-vacate-time: too short, with an interval', () => {
  checkRule(
    'dmtcp-vacate-time',
    `executable = shim_dmtcp
arguments = --ckptint 3600 ./foo
request_memory = 16GB
job_max_vacate_time = 60
                      ^^ warning: up to 3600 s
queue
`,
  );
});

test('dmtcp-vacate-time: long enough without compression', () => {
  checkRule(
    'dmtcp-vacate-time',
    `executable = shim_dmtcp
arguments = ./foo
environment = "DMTCP_GZIP=0"
request_memory = 16GB
job_max_vacate_time = 120
queue
`,
  );
});
