import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('directory-contents: a slash at the end', () => {
  checkRule(
    'directory-contents',
    `executable = /bin/echo
transfer_input_files = a, in/data/, ./, http://x/y/
                          ^^^^^^^^ hint: to have 'data' itself in the sandbox
queue
`,
    { fixed: 'executable = /bin/echo\ntransfer_input_files = a, in/data, ./, http://x/y/\nqueue\n' },
  );
});
