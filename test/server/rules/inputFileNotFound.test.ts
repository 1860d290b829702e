import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('input-file-not-found: missing', () => {
  checkRule(
    'input-file-not-found',
    `executable = /bin/echo
transfer_executable = false
transfer_input_files = a, b, http://example.org/c, $(Process).txt
                          ^ warning: Cannot find 'b'
queue
`,
    { files: { a: '' } },
  );
});

test("input-file-not-found: DMTCP's", () => {
  checkRule(
    'input-file-not-found',
    `executable = /bin/echo
transfer_input_files = a, dmtcp_launch
                          ^^^^^^^^^^^^ warning: Package Shim
queue
`,
    { files: { a: '' } },
  );
});

test('input-file-not-found: in another directory', () => {
  checkRule(
    'input-file-not-found',
    `executable = /bin/echo
initialdir = d
transfer_input_files = a
queue
`,
    { files: {} },
  );
});

test('input-file-not-found: a list without commas', () => {
  checkRule(
    'input-file-not-found',
    `executable = run
transfer_input_files = a.txt b.txt
                       ^^^^^^^^^^^ warning: separated by commas
queue
`,
    { files: { run: '', 'a.txt': '', 'b.txt': '' } },
  );
});
