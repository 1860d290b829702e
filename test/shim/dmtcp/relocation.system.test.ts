/** The shared object that the shim puts together for DMTCP 3.x: the dynamic linkers of both machines take it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { relocationPlugin } from '../../../shim/src/dmtcp/relocation.ts';
import { machineUnavailable } from '../../support/machineUnavailable.ts';

const loader = `
#include <dlfcn.h>
#include <stdio.h>
int main(int argc, char **argv) {
  char path[8] = "before";
  void *library = dlopen(argv[1], RTLD_NOW);
  void (*answer)(const char *, const char *, char *) = library ? dlsym(library, "dmtcp_get_new_file_path") : 0;
  if (!answer) return puts(dlerror()), 1;
  answer("/old", "/new", path);
  return (void)argc, printf("[%s]\\n", path), 0;
}
`;

for (const [arch, machine, compiler, runner] of [
  ['x64', 'x86_64', 'gcc', []],
  ['arm64', 'aarch64', 'aarch64-linux-gnu-gcc', ['qemu-aarch64-static', '-L', '/usr/aarch64-linux-gnu']],
] as const) {
  describe(`the plugin for ${arch}`, () => {
    it('is loaded, and answers with an empty path', { timeout: 300_000 }, async (t) => {
      const [emulator, ...flags] = process.arch === arch ? [] : runner;
      const missing = await machineUnavailable(arch);
      if (missing !== undefined) {
        t.skip(missing);
        return;
      }
      const directory = mkdtempSync(path.resolve('build/plugin-'));
      try {
        const file = (name: string): string => path.join(directory, name);
        writeFileSync(file('load.c'), loader);
        writeFileSync(file('plugin.so'), relocationPlugin(machine) ?? '');
        const compiled = spawnSync(compiler, ['-o', file('load'), file('load.c'), '-ldl'], {
          encoding: 'utf8',
        });
        assert.equal(compiled.status, 0, compiled.stderr);
        const command = [
          ...(emulator === undefined ? [] : [emulator, ...flags]),
          file('load'),
          file('plugin.so'),
        ];
        const { stdout, stderr } = spawnSync(command[0] ?? '', command.slice(1), { encoding: 'utf8' });
        assert.equal(stdout + stderr, '[]\n');
      } finally {
        rmSync(directory, { recursive: true });
      }
    });
  });
}
