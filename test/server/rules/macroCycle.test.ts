import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('macro-cycle: two', () => {
  checkRule(
    'macro-cycle',
    `executable = /bin/echo
X = $(Y)
    ^^^^ error: in a circle (x -> y -> x)
Y = $(X)
arguments = $(Y)
queue
`,
  );
});

test('macro-cycle: one that nothing uses does no harm yet', () => {
  checkRule(
    'macro-cycle',
    `executable = /bin/echo
X = $(Y)
    ^^^^ warning: would never end if something used one of them
Y = $(X)
arguments = $(Z)
queue
`,
  );
});

test('macro-cycle: by a function, inside a default, and where a loop variable takes the place of what uses it', () => {
  checkRule(
    'macro-cycle',
    `executable = /bin/echo
A = $SUBSTR(A,1)
    ^^^^^^^^^^^^ error: in a circle (a -> a)
B = $(nothing:$(B))
    ^^^^^^^^^^^^^^^ error: in a circle (b -> b)
C = $EVAL(C)
    ^^^^^^^^ warning: in a circle (c -> c)
input = $(A)
output = $(B)
arguments = $(C)
queue arguments in (a b)
`,
  );
});

test('macro-cycle: parts of the name of a file are taken at once', () => {
  checkRule(
    'macro-cycle',
    `executable = /bin/echo
P = data/run.dat
P = $Fn(P)
arguments = $(P)
queue
`,
  );
});

test('macro-cycle: itself is no circle', () => {
  checkRule(
    'macro-cycle',
    `executable = /bin/echo
X = $(X)b
queue
`,
  );
});

test('macro-cycle: parts of the name of a file whose value is in a circle already', () => {
  checkRule(
    'macro-cycle',
    `executable = /bin/echo
A = $EVAL(A)
A = $Fn(A)
    ^^^^^^ error: would never end.
queue
`,
  );
});
