import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expand, expandSelf } from '../../../server/src/submit/macros.ts';
import { dialectOf } from '../../../server/src/submit/version.ts';

const values: Readonly<Record<string, string>> = {
  x: 'xval',
  n: 'x',
  e: '',
  v: '$(e)',
  i: '42',
  l: 'l0,l1,l2',
  p: '/dir/sub/file.tar.gz',
  a: '$(b)1',
  b: '$(x)2',
  loop: '$(pool)',
  pool: '$(loop)',
};
const scope = {
  lookup: (name: string) => (name === 'cluster' ? { live: '$(Cluster)' } : values[name]),
};
const expanded = (text: string): string => expand(text, scope).text;

const cases: readonly (readonly [string, string])[] = [
  ['$(X) $(x)', 'xval xval'],
  ['$($(n))', 'xval'],
  ['$(nope)|$(nope:d)|$(e:d)|$(x:d)', '|d|d|xval'],
  ['$(nope:$(X))', 'xval'],
  ['$(nope:a,b \\c)', 'a,b \\c'],
  ['$(a b) $( x ) ${x} $x $(x:a-b)', '$(a b) $( x ) ${x} $x $(x:a-b)'],
  ['$(a)', 'xval21'],
  ['$$(x) $$([1 + $(i)])', '$$(x) $$([1 + 42])'],
  ['$(DOLLAR)(X)', '$(X)'],
  ['$(Cluster).$(x)', '$(Cluster).xval'],
  ['$INT(i) $INT(i,%05d) $INT(1+2)', '42 00042 3'],
  ['$INT(i,run%03d.dat) $INT(i,%d%%) $INT(i,%-4d|) $INT(i,%+d) $INT(i,%x)', 'run042.dat 42% 42  | +42 2a'],
  ['$INT(-7,%05d) $INT(-7,%.3d) $INT(-1,%u)', '-0007 -007 4294967295'],
  ['$REAL(i,%.2f) $REAL(i,%e) $REAL(i,%g) $REAL(0.1) $REAL(1e20,%g)', '42.00 4.200000e+01 42.0 0.1 1e+20.0'],
  ['$STRING(x,%6s) $STRING(x,<%.2s>)', '  xval <xv>'],
  ['$CHOICE(1,L) $CHOICE(0,a,b)', 'l1 a'],
  ['$SUBSTR(x,1) $SUBSTR(x,-2) $SUBSTR(x,-3,2) $SUBSTR(x,0,-1)', 'val al va xva'],
  [
    '$Fn(P) $Fx(P) $Fnx(P) $Fp(P) $Fd(P) $Fq(P)',
    'file.tar .gz file.tar.gz /dir/sub/ sub/ "/dir/sub/file.tar.gz"',
  ],
  ['$BASENAME(P) $DIRNAME(P)', 'file.tar.gz /dir/sub/'],
  ['$BASENAME(P, .tar.GZ) $BASENAME(P,.zip)', 'file file.tar.gz'],
  // What is put in can begin a reference that ends behind it.
  ['$CHOICE(1,a,$(X))', 'xval'],
  ['$INT(i,%d%d) $INT(i,%s) $INT(i,d)', '%d%d %s d'],
  // The default is for what has no value, not for what comes to nothing.
  ['$(v:default)|$(e:default)', '|default'],
  ['$env(x) $FOO(x)', '$env(x) $FOO(x)'],
  ['$EVAL(1 + 2) $EVAL(7 / 2.0)', '3 3.500000000000000E+00'],
];

for (const [text, expected] of cases) {
  test(`expansion: ${text}`, () => {
    assert.equal(expanded(text), expected);
  });
}

test('expansion: in 23, $BASENAME takes its whole argument', () => {
  const dialect = dialectOf({ major: 23, minor: 9, patch: 6 });
  assert.equal(expand('$BASENAME(P,.gz)', { ...scope, dialect }).text, 'P,.gz');
});

test('expansion: live values make the text unknown', () => {
  assert.equal(expand('$(Cluster)', scope).known, false);
  assert.equal(expand('$ENV(HOME)', scope).known, false);
  assert.equal(expand('$(x)', scope).known, true);
});

test('expansion: a circle ends and is named', () => {
  assert.deepEqual(expand('$(loop)', scope).cycle, ['loop', 'pool', 'loop']);
});

test('expansion: a chain of macros that doubles is bounded', () => {
  const lookup = (name: string): string => `$(${name}a)$(${name}a)`;
  const started = performance.now();
  assert.equal(expand('$(x)', { lookup }).known, false);
  assert.ok(performance.now() - started < 5000);
});

const self = (value: string, name: string, old: string | undefined): string =>
  expandSelf(value, name, old, (text) => ({ text, cycle: undefined }));

test('expansion: only the name itself is expanded at assignment', () => {
  assert.equal(self('$(x) $(y) b', 'x', 'old'), 'old $(y) b');
  assert.equal(self('$(x:a)b', 'x', undefined), 'ab');
  // Not inside another reference, nor in a function that is not about a file's name.
  assert.equal(self('$(y:$(x)) $SUBSTR(x,1) $(X)', 'x', 'old'), '$(y:$(x)) $SUBSTR(x,1) old');
  assert.equal(self('$Fn(x) $Fnx(x) $Fx(y)', 'x', 'dir/a.b'), 'a a.b $Fx(y)');
  assert.equal(self('$Fn(x)', 'x', undefined), 'x');
  assert.equal(
    expandSelf('$Fn(x)', 'x', '$(y).c', () => ({ text: 'd/e.c', cycle: undefined })),
    'e',
    'the old value is expanded',
  );
  assert.equal(
    expandSelf('$Fn(x)', 'x', '$EVAL(x)', () => ({ text: '', cycle: ['x', 'x'] })),
    '$Fn(x)',
    'a circle stays to be found',
  );
});

test('macros: webs and nests of references end soon', () => {
  const web = Array.from({ length: 30 }, (_, n) =>
    [1, 7, 11].map((step) => `$(X${(n + step) % 30}:$(X${(n * step) % 30}))`).join(' '),
  );
  const scope = { lookup: (name: string) => web[Number(name.slice(1))] };
  assert.ok(expand('$(X0)', scope).cycle);
  for (const text of [
    '$(A:'.repeat(20_000),
    '$('.repeat(20_000) + ')'.repeat(20_000),
    '$(A:$(A '.repeat(9_000),
  ])
    expand(text, { lookup: () => 'x' });
});

test('macros: what grows at each step stays small', () => {
  let stored = 'x';
  for (let n = 0; n < 60; n++) stored = self('$(a)$(a)', 'a', stored);
  assert.ok(stored.length < 1 << 23);
  const text = '$(a)'.repeat(30_000);
  assert.equal(self(text, 'a', 'b'), 'b'.repeat(30_000));
  const doubling = { lookup: (name: string) => (name.length > 60 ? 'x' : `$(${name}a)$(${name}a)`) };
  assert.equal(expand('$(a)', doubling).known, false);
});

test('macros: a remark is made once, wherever the macro is used', () => {
  const scope = { lookup: (name: string) => (name === 'bad' ? '$INT(abc)' : undefined) };
  const { functionErrors } = expand('$(bad) $(bad) $(bad)', scope);
  assert.equal(functionErrors.length, 1);
});
