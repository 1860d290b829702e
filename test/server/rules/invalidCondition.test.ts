import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-condition: a comparison', () => {
  checkRule(
    'invalid-condition',
    `executable = /bin/echo
if $(N) > 2
   ^^^^^^^^ error: too complex
X = 1
endif
queue
`,
  );
});

test('invalid-condition: a word', () => {
  checkRule(
    'invalid-condition',
    `executable = /bin/echo
if hello
   ^^^^^ error: is no condition
X = 1
endif
queue
`,
  );
});

test('invalid-condition: an old version', () => {
  checkRule(
    'invalid-condition',
    `executable = /bin/echo
if version > 5
   ^^^^^^^^^^^ error: no version
X = 1
endif
queue
`,
  );
});

test('invalid-condition: none where the branch is not taken', () => {
  checkRule(
    'invalid-condition',
    `executable = /bin/echo
if false
if hello
endif
endif
queue
`,
  );
});
