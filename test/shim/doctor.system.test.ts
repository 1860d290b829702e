/** `shim_dmtcp --doctor`: finds on the execute host what a job would find too late. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { DoctorLine } from '../../shim/src/protocol.ts';
import { flavours, inSandbox, numbers, type Ended } from './sandbox.ts';
import { evict, options } from './steps.ts';

const linesOf = ({ stdout }: Ended): readonly DoctorLine[] =>
  // The shim wrote them; the schema is what these tests are about.
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as DoctorLine);

/** The checks, and whether each was passed. */
const summary = (ended: Ended): string =>
  linesOf(ended)
    .map(({ check, ok }) => `${check} ${ok ? 'ok' : 'FAIL'}`)
    .join(', ');

for (const flavour of flavours) {
  describe(`the doctor over ${flavour.name}`, { timeout: 120_000 }, () => {
    it('finds a machine on which everything works', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        const before = sandbox.list(/./);
        const ended = await sandbox.run(['--doctor', './counter', '1000', '20', 'file.txt']);
        assert.equal(
          summary(ended),
          'disk ok, time ok, files ok, tools ok, program ok, checkpoint ok, restart ok, verdict ok',
        );
        assert.equal(ended.code, 0);
        assert.match(
          ended.stderr,
          /^ok {3}restart: in a moved directory, and checkpointed again in \d+ ms$/m,
        );
        assert.deepEqual(sandbox.list(/./), before, 'nothing is left in the sandbox');
      }));

    it('tries a program of its own', (t) => {
      if (flavour.name.includes('stand-in')) {
        t.skip('the stand-in checkpoints only its own counter');
        return;
      }
      return inSandbox(t, flavour, async (sandbox) => {
        const ended = await sandbox.run(['--doctor']);
        assert.match(summary(ended), /checkpoint ok, restart ok, verdict ok$/);
        assert.equal(ended.code, 0);
      });
    });

    it('tells what is missing or broken, and stops there', (t) =>
      inSandbox(
        t,
        flavour,
        async (sandbox) => {
          writeFileSync(sandbox.file('dmtcp_restart'), '#!/bin/sh\necho "libatomic.so.1" >&2; exit 127\n');
          const broken = await sandbox.run(['--doctor']);
          assert.equal(summary(broken), 'disk FAIL, time ok, files ok, tools FAIL, verdict FAIL');
          assert.match(broken.stderr, /FAIL tools: dmtcp_restart cannot run/);
          assert.match(broken.stderr, /FAIL disk: \d+ MB free, but two images of 999999999 MB/);
          assert.match(broken.stderr, /ok {3}time: 2\.0 s for a checkpoint .*images are not compressed/);
          assert.equal(broken.code, 1);
          rmSync(sandbox.file('mtcp_restart'));
          assert.match(summary(await sandbox.run(['--doctor'])), /files FAIL, verdict FAIL/);
        },
        { ad: ['RequestMemory = 999999999'], machineAd: ['MachineMaxVacateTime = 4'] },
      ));

    it('tells of a program that cannot be checkpointed', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        // Neither DMTCP can get into it: the loader of libraries has nothing to do.
        const ended = await sandbox.run(['--doctor', '--start-timeout', '2', '/bin/true']);
        assert.match(summary(ended), /program ok, checkpoint FAIL, verdict FAIL/);
        assert.equal(ended.code, 1);
      }));

    it('does not disturb a job in the same sandbox', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        const args = [...options, './counter', '9999', '20', 'file.txt'];
        const shim = await sandbox.start(args);
        await sandbox.lines('out.txt', 3);
        assert.equal((await sandbox.run(['--doctor', './counter', '1000', '20'])).code, 0);
        shim.signal('SIGINT');
        assert.equal((await shim.ended).code, 130);
        sandbox.move();
        await evict(sandbox, args);
        assert.equal(sandbox.count('checkpoint'), 2);
        const printed = sandbox.read('out.txt').split('\n').length - 1;
        assert.equal(sandbox.read('out.txt'), numbers(printed));
      }));
  });
}
