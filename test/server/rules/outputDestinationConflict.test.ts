import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

const text = `executable = /bin/echo
output_destination = osdf:///x
output_directory = out
^^^^^^^^^^^^^^^^ error: write one of them
queue
`;

test('output-destination-conflict', () => {
  checkRule('output-destination-conflict', text, {
    fixed: 'executable = /bin/echo\noutput_destination = osdf:///x\nqueue\n',
  });
  const old = text.replace(/^\^.*\n/m, '');
  checkRule('output-destination-conflict', old, { version: '23.9.6' });
});
