import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('unknown-command: a misspelling', () => {
  checkRule(
    'unknown-command',
    `exectuable = /bin/echo
^^^^^^^^^^ warning: Did you mean 'executable'?
queue
`,
    {
      fixed: `executable = /bin/echo
queue
`,
    },
  );
});

test('unknown-command: an unused macro', () => {
  checkRule(
    'unknown-command',
    `executable = /bin/echo
zebra = 1
^^^^^ hint: Is it a typo?
queue
`,
  );
});

test('unknown-command: a used macro', () => {
  checkRule(
    'unknown-command',
    `executable = /bin/echo
zebra = 1
arguments = $(Zebra)
queue
`,
  );
});

test('unknown-command: a known misspelling', () => {
  checkRule(
    'unknown-command',
    `executable = /bin/echo
transfer_files = YES
^^^^^^^^^^^^^^ warning: 'should_transfer_files'
queue
`,
  );
});

test('unknown-command: an attribute, a name with a dot, a custom resource', () => {
  checkRule(
    'unknown-command',
    `executable = /bin/echo
+Foo = 1
MY.Bar = 2
A.b = 1
RequestMemory = 1
request_foos = 1
queue
`,
  );
});

test('unknown-command: a misspelt request is a resource of its own', () => {
  checkRule(
    'unknown-command',
    `executable = /bin/echo
request_memroy = 2048
^^^^^^^^^^^^^^ warning: asks for a resource named 'memroy', which few pools have: the job would match no machine. Did you mean 'request_memory'?
request_licenses = 1
queue
`,
    { fixed: 'executable = /bin/echo\nrequest_memory = 2048\nrequest_licenses = 1\nqueue\n' },
  );
});
