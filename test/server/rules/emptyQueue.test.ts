import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('empty-queue: an empty list', () => {
  checkRule(
    'empty-queue',
    `executable = /bin/echo
queue x in ()
        ^^ warning: expected items between the parentheses, found none
`,
  );
});

test('empty-queue: a slice', () => {
  checkRule(
    'empty-queue',
    `executable = /bin/echo
queue x in [2:] (a b)
           ^^^^ warning: the slice leaves none of the 2 items
`,
  );
});

test('empty-queue: an empty file', () => {
  checkRule(
    'empty-queue',
    `executable = /bin/echo
queue x from items.txt
        ^^^^ warning: the file has no items
`,
    { files: { 'items.txt': '' } },
  );
});

test('empty-queue: zero of each', () => {
  checkRule(
    'empty-queue',
    `executable = /bin/echo
queue 0 x in (a b)
      ^ warning: it asks for 0 jobs of each item
`,
  );
});

test('empty-queue: jobs, and what cannot be counted', () => {
  checkRule('empty-queue', 'executable = /bin/echo\nqueue 0\n');
  checkRule('empty-queue', 'executable = /bin/echo\nqueue x in (a)\n');
  checkRule('empty-queue', 'executable = /bin/echo\nqueue x matching *.dat\n');
  checkRule('empty-queue', 'executable = /bin/echo\nqueue x in [a] (b)\n');
});
