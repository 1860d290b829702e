/** The static executables: they start anywhere, are small, and carry the extension's version. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { buildShim } from '../../scripts/buildShim.mjs';
import { elfMachine } from '../../shim/src/elf.ts';
import { machineUnavailable } from '../support/machineUnavailable.ts';

// It has the version; the shape is npm's.
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** Milliseconds of the quickest of many runs: what others do on the machine counts least in it. */
const quickest = (...[program = '', ...args]: readonly string[]): number =>
  Math.min(
    ...Array.from({ length: 30 }, () => {
      const began = performance.now();
      spawnSync(program, args);
      return performance.now() - began;
    }),
  );

for (const [arch, machine, runner] of [
  ['x64', 'x86_64', undefined],
  ['arm64', 'aarch64', 'qemu-aarch64-static'],
] as const) {
  describe(`the executable for ${arch}`, () => {
    it('is static, below 2 MB, and knows its version', { timeout: 300_000 }, async (t) => {
      const runners = process.arch === arch || runner === undefined ? [] : [runner];
      const missing = await machineUnavailable(arch);
      if (missing !== undefined) {
        t.skip(missing);
        return;
      }
      const file = await buildShim(arch);
      const bytes = readFileSync(file);
      assert.equal(elfMachine(bytes), machine);
      assert.ok(statSync(file).size < 2_000_000, `${statSync(file).size} bytes`);
      assert.ok(!bytes.includes('/lib64/ld-linux'), 'no dynamic linker is asked for');
      const said = spawnSync('env', ['-i', ...runners, file, '--version'], { encoding: 'utf8' });
      assert.equal(said.stdout, `shim_dmtcp ${version}\n`);
      const empty = mkdtempSync(path.resolve('build/executable-'));
      try {
        const doctor = [...runners, file, '--doctor'];
        const { status, stdout } = spawnSync('env', ['-i', ...doctor], { cwd: empty, encoding: 'utf8' });
        assert.match(stdout, /"check":"disk","ok":true.*\n.*\n.*"check":"files","ok":false/);
        assert.equal(status, 1);
        assert.deepEqual(readdirSync(empty), []);
      } finally {
        rmSync(empty, { recursive: true });
      }
      if (runners.length > 0) return; // an emulator takes its own time
      const added = quickest(file, '--version') - quickest('/bin/true');
      assert.ok(added < 5, `it starts ${added.toFixed(1)} ms later than /bin/true`);
    });
  });
}
