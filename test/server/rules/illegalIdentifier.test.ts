import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('illegal-identifier: a minus', () => {
  checkRule(
    'illegal-identifier',
    `executable = /bin/echo
a-b = 1
^^^ error: 'a-b' is no name
queue
`,
  );
});

test('illegal-identifier: no name', () => {
  checkRule(
    'illegal-identifier',
    `= 3
^ error: found none
queue
`,
  );
});

test('illegal-identifier: a glued operator', () => {
  checkRule(
    'illegal-identifier',
    `executable = /bin/echo
X+=b
^^ error: needs a blank before it
queue
`,
    {
      fixed: `executable = /bin/echo
X +=b
queue
`,
    },
  );
});

test('illegal-identifier: a byte order mark', () => {
  checkRule(
    'illegal-identifier',
    `\uFEFFexecutable = /bin/echo
^^^^^^^^^^^ error: byte order mark
queue
`,
    {
      fixed: `executable = /bin/echo
queue
`,
    },
  );
});

test('illegal-identifier: an attribute with another operator', () => {
  checkRule(
    'illegal-identifier',
    `executable = /bin/echo
+Foo += 2
^^^^ error: MY.Foo
queue
`,
  );
});

test('illegal-identifier: a minus for an underscore', () => {
  checkRule(
    'illegal-identifier',
    `executable = /bin/echo
request-memory = 1GB
^^^^^^^^^^^^^^ error: Did you mean 'request_memory'?
queue
`,
    { fixed: 'executable = /bin/echo\nrequest_memory = 1GB\nqueue\n' },
  );
});

test('illegal-identifier: a blank that cannot be told from others', () => {
  checkRule(
    'illegal-identifier',
    'executable\u00A0= /bin/echo\n^^^^^^^^^^^ error: a blank that is no ordinary one\nqueue\n',
    { fixed: 'executable= /bin/echo\nqueue\n' },
  );
});
