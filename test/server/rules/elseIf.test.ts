import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('else-if: read as else', () => {
  checkRule(
    'else-if',
    `executable = /bin/echo
if true
else if false
^^^^^^^ warning: HTCondor reads 'else' and ignores the condition behind it
endif
queue
`,
    { fixed: 'executable = /bin/echo\nif true\nelif false\nendif\nqueue\n' },
  );
});

test('else-if: skipped', () => {
  checkRule(
    'else-if',
    `executable = /bin/echo
if false
  elseif true
  ^^^^^^ warning: HTCondor skips this line
endif
queue
`,
    { fixed: 'executable = /bin/echo\nif false\n  elif true\nendif\nqueue\n' },
  );
});

test('else-if: else and elif', () => {
  checkRule('else-if', 'executable = /bin/echo\nif false\nelif true\nelse # if\nendif\nelseif = 3\nqueue\n');
});
