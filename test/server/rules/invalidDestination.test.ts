import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-destination: a directory', () => {
  checkRule(
    'invalid-destination',
    `executable = /bin/echo
output_destination = results
                     ^^^^^^^ warning: is a URL
queue
`,
  );
});

test('invalid-destination: a URL', () => {
  checkRule(
    'invalid-destination',
    `executable = /bin/echo
output_destination = https://example.org/a
queue
`,
  );
});
