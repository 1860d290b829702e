/** Images that cannot be trusted or restarted from: the job goes on from the last good one, and none is deleted. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Sandbox } from './sandbox.ts';
import { flavours, inSandbox, numbers } from './sandbox.ts';
import { until } from '../support/until.ts';
import { changeRecord, evict, failsWith, imagesOf, options, processesOf, recordOf, spoil } from './steps.ts';

const args = [...options, './counter', '60', '20', 'file.txt'];

/** The newest image looks whole to the shim, but DMTCP cannot restart from it. */
function poison(sandbox: Sandbox): void {
  const [image = ''] = imagesOf(sandbox);
  // Cut off, a real 4.2.0 would read for ever; a bad header behind the magic it refuses.
  spoil(image, (bytes) => bytes.fill(0x20, 12, 8192));
  const sha256 = createHash('sha256').update(readFileSync(image)).digest('hex');
  changeRecord(sandbox, (record) => ({
    ...record,
    sets: record.sets.map((set, i) =>
      i > 0 ? set : { ...set, images: set.images.map((file) => ({ ...file, sha256 })) },
    ),
  }));
}

for (const flavour of flavours) {
  describe(`restarts over ${flavour.name}`, { timeout: 120_000 }, () => {
    const spoilers: Readonly<Record<string, readonly [(image: string) => void, RegExp]>> = {
      'was cut off': [
        (image) => void spoil(image, (bytes) => bytes.subarray(0, bytes.length - 100)),
        /has \d+ bytes instead of \d+/,
      ],
      'was changed': [
        (image) => void spoil(image, (bytes) => bytes.fill(1, bytes.length >> 1, (bytes.length >> 1) + 9)),
        /has changed since it was written/,
      ],
      'is missing': [(image) => rmSync(image), /ckpt_.* is missing/],
    };
    for (const [what, [harm, message]] of Object.entries(spoilers)) {
      it(`goes back to the set before the one that ${what}`, (t) =>
        inSandbox(t, flavour, async (sandbox) => {
          await evict(sandbox, args);
          sandbox.move();
          await evict(sandbox, args);
          sandbox.move();
          assert.equal(recordOf(sandbox).sets.length, 2);
          const [newest = ''] = imagesOf(sandbox);
          harm(newest);
          assert.equal((await sandbox.run(args)).code, 0);
          assert.equal(sandbox.read('out.txt'), numbers(60));
          assert.equal(sandbox.read('file.txt'), numbers(60));
          assert.match(sandbox.read('shim.log'), message);
          assert.equal(sandbox.count('restart-failed'), 1);
          assert.equal(sandbox.count('set-aside'), 1);
          assert.equal(sandbox.list(/^ckpt_.*\.bad-2$/).length, what === 'is missing' ? 0 : 1);
        }));
    }

    it('goes back to the set before one that DMTCP cannot restart, and continues exactly from there', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        await evict(sandbox, args);
        sandbox.move();
        await evict(sandbox, args);
        sandbox.move();
        poison(sandbox);
        await evict(sandbox, args);
        assert.match(sandbox.read('shim.log'), /no restart from checkpoint 2: the restart ended with/);
        assert.deepEqual(
          recordOf(sandbox).sets.map(({ checkpoint }) => checkpoint),
          [3, 1],
        );
        sandbox.move();
        assert.equal((await sandbox.run(args)).code, 0);
        assert.equal(sandbox.read('out.txt'), numbers(60));
        assert.equal(sandbox.read('file.txt'), numbers(60));
        assert.equal(sandbox.list(/^ckpt_.*\.bad-2$/).length, 1, 'the bad image is still there');
        assert.deepEqual(sandbox.list(/^ckpt_.*\.dmtcp$/), [], 'the others are removed after success');
      }));

    it('lets other machines try before the program begins again', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        await evict(sandbox, args);
        const [image = ''] = imagesOf(sandbox);
        const good = spoil(image, (bytes) => bytes.subarray(0, bytes.length >> 1));
        await failsWith(sandbox, args, /none of 1 image set could be restarted from \(start 1 of 3/);
        assert.ok(existsSync(image));
        writeFileSync(image, good); // as another transfer might bring it
        await evict(sandbox, args);
        assert.equal(recordOf(sandbox).failedStarts, 0);
        for (const file of imagesOf(sandbox)) spoil(file, (bytes) => bytes.subarray(0, bytes.length >> 1));
        await failsWith(sandbox, args, /none of 2 image sets .*start 1 of 3/);
        await failsWith(sandbox, args, /none of 2 image sets .*start 2 of 3/);
        assert.equal((await sandbox.run(args)).code, 0);
        assert.match(sandbox.read('shim.log'), /in 3 starts: the program begins again/);
        assert.equal(sandbox.read('out.txt'), numbers(60));
        assert.equal(sandbox.read('file.txt'), numbers(60));
        assert.equal(sandbox.list(/^ckpt_.*\.bad-\d$/).length, 2);
      }));

    it('takes the number of failed starts from the job’s ad, where the record did not come back', (t) =>
      inSandbox(
        t,
        flavour,
        async (sandbox) => {
          await evict(sandbox, args);
          for (const file of imagesOf(sandbox)) spoil(file, (bytes) => bytes.subarray(0, 99));
          assert.equal((await sandbox.run(args)).code, 0);
          assert.equal(sandbox.read('out.txt'), numbers(60));
        },
        { ad: ['ChirpDmtcpFailedStarts = 2'] },
      ));

    it('continues at once from the images of an interval when DMTCP itself breaks down', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        const shim = await sandbox.start(
          [...options, '--ckptint', '1', './counter', '120', '40', 'file.txt'],
          {
            DMTCP_STANDIN_CHECKPOINT_MS: '100',
          },
        );
        await until('a checkpoint', () => sandbox.count('checkpoint') > 0, { everyMs: 10 });
        const [coordinator] = processesOf(`-${sandbox.job}/port`);
        process.kill(Number(coordinator), 'SIGKILL');
        assert.equal((await shim.ended).code, 0);
        assert.match(
          sandbox.read('shim.log'),
          /die uncleanly.*; the program continues from its last checkpoint/,
        );
        assert.equal(sandbox.count('start'), 1);
        assert.equal(sandbox.read('out.txt'), numbers(120));
        assert.equal(sandbox.read('file.txt'), numbers(120));
      }));

    it('does not start a program again in place that ran on until its fork was refused, and blames no images', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        if (!flavour.name.includes('stand-in')) {
          t.skip('a race that a real DMTCP loses once in a hundred restarts; the stand-in is told to');
          return;
        }
        const refuse = sandbox.file('refuse');
        const fails = async (): Promise<void> => {
          writeFileSync(refuse, '');
          assert.equal((await sandbox.run(args)).code, 125);
          assert.ok(!existsSync(refuse), 'it was refused');
          const last = sandbox.events.at(-1);
          assert.ok(last?.event === 'exit' && last.outcome === 'failed');
          assert.match(last.message, /code 99 right after its restart.*rejected by the coordinator/);
          assert.match(last.message, /not in RUNNING state.*; the images of checkpoint 2 stay$/);
          assert.ok(sandbox.read('shim.log').includes(last.message));
          assert.ok(sandbox.read('out.txt').length > printed.length, 'the program had run on');
        };
        for (let i = 0; i < 2; i++) {
          const shim = await sandbox.start(args, { DMTCP_STANDIN_REFUSE: refuse });
          await sandbox.lines('out.txt', 6 + 6 * i);
          shim.signal('SIGINT');
          assert.equal((await shim.ended).code, 130);
        }
        const before = recordOf(sandbox);
        const printed = sandbox.read('out.txt');
        await fails();
        await fails();
        assert.deepEqual(recordOf(sandbox).sets, before.sets);
        assert.equal(recordOf(sandbox).failedStarts, 0);
        assert.equal(sandbox.count('restart-failed') + sandbox.count('set-aside'), 0);
        assert.equal(sandbox.read('shim.log').match(/started process/g)?.length, 4, 'one program a start');
        assert.equal((await sandbox.run(args)).code, 0);
        const running = [...sandbox.events].reverse().find(({ event }) => event === 'running');
        assert.ok(running?.event === 'running' && running.restartedFrom.length === 1);
        assert.equal(sandbox.read('out.txt'), numbers(60));
        assert.equal(sandbox.read('file.txt'), numbers(60));
      }));

    it('gives up a restart that hangs', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        await evict(sandbox, args);
        sandbox.move();
        await evict(sandbox, args);
        sandbox.move();
        const restart = readFileSync(sandbox.file('dmtcp_restart'));
        writeFileSync(sandbox.file('real_restart'), restart, { mode: 0o755 });
        // Hangs once, as a real one does that reads a cut-off image.
        const real = `exec ${flavour.root ?? ''}/bin/dmtcp_restart "$@"`;
        writeFileSync(
          sandbox.file('dmtcp_restart'),
          `#!/bin/sh\ncase $1 in --*) ${real};; esac\n[ -e ${sandbox.directory}/hung ] && ${real}\n: >${sandbox.directory}/hung\nexec sleep 1000\n`,
        );
        assert.equal((await sandbox.run(['--start-timeout', '2', ...args])).code, 0);
        assert.match(sandbox.read('shim.log'), /no restart from checkpoint 2: .*never came to run/);
        assert.equal(sandbox.read('out.txt'), numbers(60));
        assert.equal(sandbox.read('file.txt'), numbers(60));
      }));

    it('does not run an image on a machine that cannot take it, and says what keeps the job away', (t) =>
      inSandbox(
        t,
        flavour,
        async (sandbox) => {
          await evict(sandbox, args);
          const before = sandbox.read('shim.log');
          assert.doesNotMatch(before, /note: ckpt_/);
          changeRecord(sandbox, (record) => ({
            ...record,
            sets: record.sets.map((set) => ({
              ...set,
              madeOn: { ...set.madeOn, cpu: [...set.madeOn.cpu, 'avx512dq', 'avx1024'] },
            })),
          }));
          await failsWith(
            sandbox,
            args,
            /checkpoint 1 cannot run on .*lacks avx512dq, avx1024|lacks avx1024.*In the submit file: requirements = /,
          );
          assert.equal(imagesOf(sandbox).length, 1);
          assert.equal((await sandbox.run(['--guard', 'off', ...args])).code, 0);
          assert.equal(sandbox.read('out.txt'), numbers(60));
        },
        { machineAd: ['Machine = "node1.pool"', 'Microarch = "x86_64-v2"'] },
      ));
  });
}
