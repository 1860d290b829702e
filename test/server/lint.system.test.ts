import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
      assert.match(stderr, new RegExp(`^condor-submit-lint: cannot check ${name}: `));
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

  it('says in words what it cannot check', async () => {
    writeFileSync(file('binary.sub'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 0, 0]));
    writeFileSync(file('large.sub'), Buffer.alloc(50 * 1024 * 1024, 'a = b\n'));
    for (const [name, reason] of [
      ['nothere.sub', 'there is no such file'],
      ['directory.sub', 'it is a directory'],
      ['good.sub/x', 'a part of its path is no directory'],
      ['binary.sub', 'found binary data'],
      ['large.sub', 'found 50 MB'],
    ] as const) {
      const { code, stdout, stderr } = await lint([name]);
      assert.deepEqual([code, stdout], [2, ''], name);
      assert.ok(stderr.startsWith(`condor-submit-lint: cannot check ${name}: `), stderr);
      assert.ok(stderr.includes(reason), stderr);
    }
  });

  it('says that it may not read a file', async (t) => {
    if (process.getuid?.() !== 0) return t.skip('needs root, to become somebody else');
    writeFileSync(file('secret.sub'), 'queue\n');
    chmodSync(file('secret.sub'), 0o600);
    chmodSync(folder, 0o755);
    const { code, stderr } = await runProgram('setpriv', [
      ...['--reuid=65534', '--regid=65534', '--clear-groups'],
      ...[process.execPath, program, file('secret.sub')],
    ]);
    assert.equal(code, 2);
    assert.match(stderr, /no permission to read it/);
  });

  it('ends quietly when nobody reads any more', async () => {
    writeFileSync(file('many.sub'), `executable = run.sh\n${'foo bar\n'.repeat(20_000)}queue\n`);
    const { stdout, stderr } = await runProgram(
      'sh',
      ['-c', '"$1" "$2" many.sub | head -n 1', 'sh', process.execPath, program],
      { cwd: folder },
    );
    assert.match(stdout, /^many\.sub:2:1: error: /);
    assert.equal(stderr, '');
  });

  it('runs from the packed package', async () => {
    await build('lint');
    const packed = await runProgram('npm', [
      'pack',
      '--ignore-scripts',
      '--silent',
      '--pack-destination',
      folder,
    ]);
    assert.equal(packed.code, 0, packed.stderr);
    const archive = packed.stdout.trim().split('\n').at(-1) ?? '';
    const listed = await runProgram('tar', ['xvzf', archive], { cwd: folder });
    const names = listed.stdout
      .trim()
      .split('\n')
      .map((name) => name.replace(/^package\//, ''));
    for (const name of ['package.json', 'README.md', 'LICENSE', 'dist/lint.js'])
      assert.ok(names.includes(name), `${name} is packed`);
    for (const name of names)
      assert.doesNotMatch(
        name,
        /^(?:client|server|shim|test|scripts|build|node_modules)\/|^\./,
        'not packed',
      );
    const { code, stdout } = await runProgram(file('package/dist/lint.js'), ['--json', 'wrong.sub'], {
      cwd: folder,
    });
    assert.equal(code, 1);
    assert.equal((JSON.parse(stdout) as readonly LintEntry[])[0]?.code, 'invalid-integer');
  });
});
