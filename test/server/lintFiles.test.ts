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
    if (text === undefined) throw new Error('no such file');
    return text;
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
  const entries = JSON.parse(run('--json', 'good.sub', 'bad.sub').stdout) as readonly LintEntry[];
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
  assert.deepEqual(JSON.parse(run('--json', 'good.sub').stdout), []);
});

test('lint: one line for each finding', () => {
  assert.match(run('-').stdout, /^-:1:1: warning: 'ouput' is no command .*'output'\? \[unknown-command\]\n$/);
});
