import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expand, expandSelf } from '../../../server/src/submit/macros.ts';

const values: Readonly<Record<string, string>> = {
  x: 'xval',
  n: 'x',
  e: '',
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
  ['$REAL(i,%.2f)', '42.00'],
  ['$CHOICE(1,L) $CHOICE(0,a,b)', 'l1 a'],
  ['$SUBSTR(x,1) $SUBSTR(x,-2) $SUBSTR(x,-3,2) $SUBSTR(x,0,-1)', 'val al va xva'],
  [
    '$Fn(P) $Fx(P) $Fnx(P) $Fp(P) $Fd(P) $Fq(P)',
    'file.tar .gz file.tar.gz /dir/sub/ sub/ "/dir/sub/file.tar.gz"',
  ],
  ['$BASENAME(P) $DIRNAME(P)', 'file.tar.gz /dir/sub/'],
  ['$env(x) $FOO(x)', '$env(x) $FOO(x)'],
  ['$EVAL(1 + 2)', '3'],
];

for (const [text, expected] of cases) {
  test(`expansion: ${text}`, () => {
    assert.equal(expanded(text), expected);
  });
}

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

test('expansion: only the name itself is expanded at assignment', () => {
  assert.equal(expandSelf('$(x) $(y) b', 'x', 'old'), 'old $(y) b');
  assert.equal(expandSelf('$(x:a)b', 'x', undefined), 'ab');
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
  for (let n = 0; n < 60; n++) stored = expandSelf('$(a)$(a)', 'a', stored);
  assert.ok(stored.length < 1 << 23);
  const text = '$(a)'.repeat(30_000);
  assert.equal(expandSelf(text, 'a', 'b'), 'b'.repeat(30_000));
  const doubling = { lookup: (name: string) => (name.length > 60 ? 'x' : `$(${name}a)$(${name}a)`) };
  assert.equal(expand('$(a)', doubling).known, false);
});

test('macros: a remark is made once, wherever the macro is used', () => {
  const scope = { lookup: (name: string) => (name === 'bad' ? '$INT(abc)' : undefined) };
  const { functionErrors } = expand('$(bad) $(bad) $(bad)', scope);
  assert.equal(functionErrors.length, 1);
});
