import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build } from '../../scripts/build.mjs';
import type { LintEntry } from '../../server/src/lintFiles.ts';
import { runProgram } from '../support/runProgram.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'lint-'));
const file = (name: string): string => path.join(folder, name);
const program = file('dist/lint.js');
const lint = (args: readonly string[], input = '') =>
  runProgram(process.execPath, [program, ...args], { cwd: folder, input });

describe('condor-submit-lint, as it is installed', () => {
  before(async () => {
    await build('lint', { outdir: file('dist') });
    writeFileSync(file('good.sub'), 'executable = run.sh\nqueue\n');
    writeFileSync(file('run.sh'), '#!/bin/sh\n');
    writeFileSync(file('wrong.sub'), 'executable = run.sh\npriority = 😀x\nqueue\n');
    writeFileSync(file('warn.sub'), 'executable = run.sh\nouput = x\nqueue\n');
    writeFileSync(file('absent.sub'), 'executable = nothere.sh\nqueue\n');
    mkdirSync(file('directory.sub'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('exits with 0 without errors, warnings or not', async () => {
    const good = await lint(['good.sub']);
    assert.deepEqual([good.code, good.stdout, good.stderr], [0, '', '']);
    const warned = await lint(['warn.sub']);
    assert.equal(warned.code, 0);
    assert.match(warned.stdout, /^warn\.sub:2:1: warning: .* \[unknown-command\]\n$/);
  });

  it('exits with 1 with errors in any of several files', async () => {
    const { code, stdout } = await lint(['good.sub', 'wrong.sub', 'warn.sub']);
    assert.equal(code, 1);
    assert.deepEqual(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(':')[0]),
      ['wrong.sub', 'warn.sub'],
    );
  });

  it('prints one array of findings, lines and columns from 1', async () => {
    const { code, stdout } = await lint(['--json', 'good.sub', 'wrong.sub']);
    assert.equal(code, 1);
    const entries = JSON.parse(stdout) as readonly LintEntry[];
    assert.deepEqual(
      entries.map(({ message, ...rest }) => [message !== '', rest]),
      [
        [
          true,
          {
            file: 'wrong.sub',
            line: 2,
            column: 12,
            endLine: 2,
            endColumn: 15,
            severity: 'error',
            code: 'invalid-integer',
          },
        ],
      ],
    );
    assert.deepEqual(Object.keys(entries[0] ?? {}), [
      ...['file', 'line', 'column', 'endLine', 'endColumn', 'severity', 'code', 'message'],
    ]);
    assert.equal((await lint(['--json', 'good.sub'])).stdout, '[]\n');
  });

  it('reads standard input for -', async () => {
    const { code, stdout } = await lint(['--json', '-'], 'executable = run.sh\npriority = x\nqueue\n');
    assert.equal(code, 1);
    const entries = JSON.parse(stdout) as readonly LintEntry[];
    assert.deepEqual(
      entries.map((entry) => [entry.file, entry.line]),
      [['-', 2]],
    );
  });

  it('looks at other files, but not with --no-files', async () => {
    assert.match((await lint(['absent.sub'])).stdout, /executable-not-found/);
    const { code, stdout } = await lint(['--no-files', 'absent.sub']);
    assert.deepEqual([code, stdout], [0, '']);
  });

  it('exits with 2 when a file cannot be read, and checks the others all the same', async () => {
    for (const name of ['nothere.sub', 'directory.sub']) {
      const { code, stdout, stderr } = await lint([name, 'wrong.sub']);
      assert.equal(code, 2);
      assert.match(stderr, new RegExp(`^condor-submit-lint: cannot read ${name}: `));
      assert.match(stdout, /^wrong\.sub:2:12: error: /);
    }
    const { code, stdout } = await lint(['--json', 'nothere.sub']);
    assert.deepEqual([code, stdout], [2, '[]\n']);
  });

  it('exits with 2 for a command line that it does not understand, and explains itself', async () => {
    for (const args of [[], ['--nope', 'good.sub'], ['--htcondor', 'x', 'good.sub']]) {
      const { code, stdout, stderr } = await lint(args);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /Usage: condor-submit-lint/);
    }
    const help = await lint(['--help']);
    assert.deepEqual([help.code, help.stderr], [0, '']);
    assert.match(help.stdout, /--htcondor VERSION/);
  });

  it('follows the release', async () => {
    writeFileSync(file('open.sub'), 'executable = run.sh\n');
    assert.equal((await lint(['open.sub'])).code, 0);
    assert.equal((await lint(['--htcondor', '23.9', 'open.sub'])).code, 1);
    assert.equal((await lint(['--htcondor=25.14', 'open.sub'])).code, 0);
  });
});
