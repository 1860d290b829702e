import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('checkpoint-destination-file: file', () => {
  checkRule(
    'checkpoint-destination-file',
    `executable = /bin/echo
checkpoint_destination = file:///tmp
                         ^^^^^^^^^^^ warning: the job hangs
queue
`,
  );
});

test('checkpoint-destination-file: a URL', () => {
  checkRule(
    'checkpoint-destination-file',
    `executable = /bin/echo
checkpoint_destination = osdf:///a/b
queue
`,
  );
});
