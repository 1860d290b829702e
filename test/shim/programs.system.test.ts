/** Hard moments, and programs other than the counter; those need a real DMTCP. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { privateTmpUnavailable } from '../support/privateTmp.ts';
import { until } from '../support/until.ts';
import { flavours, inSandbox, numbers, type Sandbox } from './sandbox.ts';

const options = ['--log', 'shim.log', '--stdout', 'out.txt', '--stderr', 'err.txt'];

/** Outside a pool's private /tmp, DMTCP works in a hidden directory of the sandbox. */
const beingWritten = (sandbox: Sandbox): boolean =>
  existsSync(sandbox.file('.shim_dmtcp/images')) &&
  readdirSync(sandbox.file('.shim_dmtcp/images')).some((name) => name.endsWith('.temp'));

const versionOf = (root: string): string =>
  spawnSync(path.join(root, 'bin/dmtcp_coordinator'), ['--version'], { encoding: 'utf8' }).stdout.split(
    '\n',
  )[0] ?? '';

/** Counts as the counter does; runs a child each time, which must find its libraries and the sandbox; 2 processes. */
const forking = `
import os, subprocess, sys, time
reader, writer = os.pipe()
if os.fork() == 0:
    os.close(writer)
    for line in os.fdopen(reader):
        print(line.strip(), flush=True)
    os._exit(0)
out = os.fdopen(writer, 'w')
for i in range(1, 31):
    where = os.environ['_CONDOR_SCRATCH_DIR']
    child = subprocess.run(['/bin/sh', '-c', 'test -e "$_CONDOR_SCRATCH_DIR/forking.py"'], capture_output=True, text=True)
    if child.returncode or child.stderr or not os.path.isdir(where):
        sys.exit(f'{i}: {child.returncode} {child.stderr} {where}')
    out.write(f'{i}\\n')
    out.flush()
    time.sleep(0.05)
out.close()
os.wait()
sys.exit(4)
`;

describe('older generations, by a stand-in with their options', { timeout: 60_000 }, () => {
  const standin = flavours[0];
  for (const [generation, launcher, library] of [
    ['2', 'dmtcp_launch', 'libdmtcp.so'],
    ['1', 'dmtcp_checkpoint', 'dmtcphijack.so'],
  ] as const) {
    it(`${generation}.x: a checkpoint, then a kill; what was printed in between comes once`, (t) => {
      assert.ok(standin !== undefined);
      return inSandbox(
        t,
        standin,
        async (sandbox) => {
          const root = sandbox.installation([launcher, library]);
          const environment = {
            DMTCP_STANDIN_GENERATION: generation,
            DMTCP_STANDIN_CHECKPOINT_MS: '50',
          };
          const args = ['--with-dmtcp', root, ...options, './counter', '80', '10', 'file.txt', '6'];
          for (let eviction = 0; eviction < 2; eviction++) {
            const printed = sandbox.read('out.txt').split('\n').length;
            const shim = await sandbox.start(args, environment);
            await sandbox.lines('out.txt', printed + 6);
            shim.signal('SIGINT');
            assert.equal((await shim.ended).code, 130);
            sandbox.move();
          }
          assert.match(sandbox.read('shim.log'), new RegExp(`driven as ${generation}\\.x`));
          assert.match(sandbox.read('shim.log'), /note: DMTCP before 3\.0 cannot checkpoint and kill/);
          assert.equal(sandbox.count('checkpoint'), 2);
          assert.equal((await sandbox.run(args, environment)).code, 6);
          assert.equal(sandbox.read('out.txt'), numbers(80));
          assert.equal(sandbox.read('file.txt'), numbers(80));
        },
        { packaged: false },
      );
    });
  }
});

for (const flavour of flavours) {
  describe(`hard moments over ${flavour.name}`, { timeout: 120_000 }, () => {
    it('an eviction in the middle of a periodic checkpoint', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        const args = [...options, '--ckptint', '1', './counter', '200', '25', 'file.txt'];
        const shim = await sandbox.start(args, { DMTCP_STANDIN_CHECKPOINT_MS: '300' });
        await until('a checkpoint to be under way', () => beingWritten(sandbox), { everyMs: 5 });
        shim.signal('SIGINT');
        assert.equal((await shim.ended).code, 130);
        assert.match(
          sandbox.read('shim.log'),
          /checkpoint \d proven.*\n.*exit 130: evicted after a proven checkpoint/,
        );
        sandbox.move();
        assert.equal((await sandbox.run(args)).code, 0);
        assert.equal(sandbox.read('out.txt'), numbers(200));
        assert.equal(sandbox.read('file.txt'), numbers(200));
      }));

    it('a time that is too short for a checkpoint: says so, and runs again from the beginning', (t) =>
      inSandbox(
        t,
        flavour,
        async (sandbox) => {
          // The real one takes half a second for anything; the stand-in is told to.
          const args = [...options, './counter', '20', '40', 'file.txt'];
          const shim = await sandbox.start(args, { DMTCP_STANDIN_CHECKPOINT_MS: '2000' });
          await sandbox.lines('out.txt', 4);
          shim.signal('SIGINT');
          assert.equal((await shim.ended).code, 130);
          assert.match(
            sandbox.read('shim.log'),
            /exit 130: evicted without a new checkpoint: no checkpoint within 0\.1 s/,
          );
          assert.equal(sandbox.count('checkpoint-failed'), 1);
          sandbox.move();
          assert.equal((await sandbox.run(args)).code, 0);
          assert.match(sandbox.read('shim.log'), /note: the last checkpoint was given up after 0\.1 s/);
          assert.match(sandbox.read('shim.log'), /note: a checkpoint is made every 300 s from now on/);
          assert.match(sandbox.read('shim.log'), /note: images are not compressed from now on/);
          assert.equal(sandbox.read('out.txt'), numbers(20));
          assert.equal(sandbox.read('file.txt'), numbers(20));
        },
        { machineAd: ['MachineMaxVacateTime = 0.2'] },
      ));

    it('two processes and their children, after the sandbox has moved twice', (t) => {
      if (flavour.name.includes('stand-in')) {
        t.skip('the stand-in checkpoints only its own counter');
        return;
      }
      if (flavour.root !== undefined && versionOf(flavour.root).includes(' 3.')) {
        t.skip('DMTCP 3.x itself, without the shim, ends children of python by code 99');
        return;
      }
      const missing = privateTmpUnavailable();
      if (missing !== undefined) {
        t.skip(missing);
        return;
      }
      return inSandbox(
        t,
        flavour,
        async (sandbox) => {
          const args = [...options, '/usr/bin/python3', 'forking.py'];
          for (let eviction = 0; eviction < 2; eviction++) {
            const printed = sandbox.read('out.txt').split('\n').length;
            const shim = await sandbox.start(args);
            await sandbox.lines('out.txt', printed + 4);
            shim.signal('SIGINT');
            assert.equal((await shim.ended).code, 130);
            sandbox.move();
          }
          assert.equal((await sandbox.run(args)).code, 4, sandbox.read('err.txt'));
          assert.equal(sandbox.read('out.txt'), numbers(30));
        },
        { files: { 'forking.py': forking }, privateTmp: true },
      );
    });
  });
}
