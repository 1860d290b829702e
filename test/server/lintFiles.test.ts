import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LintEntry } from '../../server/src/lintFiles.ts';
import { lint } from '../../server/src/lintFiles.ts';

const texts: Readonly<Record<string, string>> = {
  'good.sub': 'executable = /bin/echo\nqueue\n',
  'bad.sub': 'executable = /bin/echo\npriority = \u{1f600}x\nqueue\n',
  'old.sub': 'executable = /bin/echo\n',
  '-': 'ouput = x\nexecutable = /bin/echo\nqueue\n',
};
const run = (...args: readonly string[]) =>
  lint(['--no-files', ...args], (name) => {
    const text = texts[name];
    if (text === undefined) throw Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT' });
    return Buffer.from(text);
  });

test('lint: exit status', () => {
  assert.equal(run('good.sub').status, 0);
  assert.equal(run('good.sub', 'bad.sub').status, 1);
  assert.equal(run('-').status, 0, 'warnings are no errors');
  assert.equal(run('good.sub', 'nope.sub').status, 2);
  assert.equal(run().status, 2);
  assert.equal(run('--what', 'good.sub').status, 2);
  assert.equal(run('--htcondor', 'x', 'good.sub').status, 2);
});

test('lint: the release decides', () => {
  assert.equal(run('old.sub').status, 0);
  assert.equal(run('--htcondor', '23.9', 'old.sub').status, 1);
});

test('lint: --json', () => {
  const entries = JSON.parse(run('--json', 'good.sub', 'bad.sub').stdout.join('')) as readonly LintEntry[];
  assert.deepEqual(entries, [
    {
      file: 'bad.sub',
      line: 2,
      column: 12,
      endLine: 2,
      endColumn: 15,
      severity: 'error',
      code: 'invalid-integer',
      message: "Expected an integer for 'priority', found '\u{1f600}x'.",
    },
  ]);
  assert.deepEqual(JSON.parse(run('--json', 'good.sub').stdout.join('')), []);
});

test('lint: one line for each finding', () => {
  assert.match(
    run('-').stdout.join(''),
    /^-:1:1: warning: 'ouput' is no command .*'output'\? \[unknown-command\]\n$/,
  );
});

test('lint: --json is laid out as JSON.stringify does it', () => {
  const text = run('--json', 'bad.sub', '-', 'bad.sub').stdout.join('');
  assert.equal(text, `${JSON.stringify(JSON.parse(text), undefined, 1)}\n`);
});

test('lint: what cannot be checked, and why', () => {
  const inputs: Readonly<Record<string, Buffer | number>> = {
    program: Buffer.from('\x7fELF\x02\x00\x00', 'latin1'),
    'utf16.sub': Buffer.from('\uFEFFexecutable = a\n', 'utf16le'),
    'large.sub': 51 * 1024 * 1024,
    'larger.sub': Buffer.alloc(33 * 1024 * 1024, 'a = b\n'),
  };
  const reasons: readonly (readonly [string, RegExp])[] = [
    ['program', /found binary data/],
    ['utf16.sub', /expected UTF-8, found UTF-16/],
    ['large.sub', /at most 32 MB, found 51 MB/],
    ['larger.sub', /at most 32 MB, found 33 MB/],
    ['nope.sub', /there is no such file/],
  ];
  for (const [name, reason] of reasons) {
    const { status, stdout, stderr } = lint([name], (asked) => {
      const input = inputs[asked];
      if (input === undefined) throw Object.assign(new Error(), { code: 'ENOENT' });
      return input;
    });
    assert.deepEqual([status, stdout], [2, []], name);
    assert.ok(stderr.startsWith(`condor-submit-lint: cannot check ${name}: `), stderr);
    assert.match(stderr, reason);
  }
});

test('lint: more findings than fit on the stack', () => {
  const { status, stdout } = lint(['--no-files', 'many.sub'], () =>
    Buffer.from('executable = a\n' + '= 3\n'.repeat(150_000)),
  );
  assert.equal(status, 1);
  assert.equal(stdout.length, 150_000);
});
