import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

const check = (queue: string, marks: string, fixed?: string): void =>
  checkRule(
    'bracketed-items',
    `executable = /bin/echo\narguments = $(x)\nqueue x in ${queue}\n${marks}`,
    fixed === undefined ? {} : { fixed: `executable = /bin/echo\narguments = $(x)\nqueue x in ${fixed}\n` },
  );

test('bracketed-items: braces, brackets, half a pair', () => {
  check('{a, b}', '           ^^^^^^ warning: become part of the first and the last item\n', '(a, b)');
  check('[1,2,3]', "           ^^^^^^^ warning: '[' and ']'\n", '(1,2,3)');
  check('a b)', "              ^ warning: expected '(' before the first one\n", '(a b)');
});

test('bracketed-items: quotes', () => {
  check('("a", "b")', '            ^^^ warning: expected a, found "a"\n');
});

test('bracketed-items: what is fine', () => {
  for (const queue of ['(a, b)', 'a b', "(it's)", '(a[1] {b})', '(\na\nb\n)']) check(queue, '');
});
