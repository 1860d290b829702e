import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-queue-count: a word', () => {
  checkRule(
    'invalid-queue-count',
    `executable = /bin/echo
queue some
      ^^^^ error: found 'some'
`,
  );
});

test('invalid-queue-count: an expression', () => {
  checkRule(
    'invalid-queue-count',
    `executable = /bin/echo
queue 1 + 2
`,
  );
});

test('invalid-queue-count: a comment', () => {
  checkRule(
    'invalid-queue-count',
    `executable = /bin/echo
queue 1 # one
      ^^^^^^^ error: found '1 # one'
`,
  );
});

test('invalid-queue-count: a character too many', () => {
  for (const [written, spare] of [
    ['= 5', '='],
    ['5;', ';'],
  ] as const)
    checkRule(
      'invalid-queue-count',
      `executable = /bin/echo\nqueue ${written}\n      ${'^'.repeat(written.length)} error: Leave out the '${spare}'.\n`,
      { fixed: 'executable = /bin/echo\nqueue 5\n' },
    );
});

test('invalid-queue-count: a macro as other languages write it', () => {
  checkRule(
    'invalid-queue-count',
    `executable = /bin/echo
N = 10
queue N
      ^ error: The macro is written $(N).
`,
    { fixed: 'executable = /bin/echo\nN = 10\nqueue $(N)\n' },
  );
});
