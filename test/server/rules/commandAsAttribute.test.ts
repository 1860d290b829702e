import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('command-as-attribute: a boolean', () => {
  checkRule(
    'command-as-attribute',
    `executable = /bin/echo
+WantIOProxy = true
^^^^^^^^^^^^ hint: 'want_io_proxy'
queue
`,
    {
      fixed: `executable = /bin/echo
want_io_proxy = true
queue
`,
    },
  );
});

test('command-as-attribute: an attribute without a command', () => {
  checkRule(
    'command-as-attribute',
    `executable = /bin/echo
+MaxRuntime = 3600
queue
`,
  );
});
