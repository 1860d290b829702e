/** The shim's promise: whatever happens around an eviction, each number comes exactly once. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { statSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileNames } from '../../shim/src/protocol.ts';
import { until } from '../support/until.ts';
import { flavours, inSandbox, numbers } from './sandbox.ts';

const options = ['--log', 'shim.log', '--stdout', 'out.txt', '--stderr', 'err.txt'];

for (const flavour of flavours) {
  describe(`the shim over ${flavour.name}`, { timeout: 120_000 }, () => {
    it('runs a program to its end and passes its exit code on', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        const { code, stdout, stderr } = await sandbox.run([
          ...options,
          './counter',
          '5',
          '150',
          'file.txt',
          '42',
        ]);
        assert.deepEqual({ code, stdout, stderr }, { code: 42, stdout: '', stderr: '' });
        assert.equal(sandbox.read('out.txt'), numbers(5));
        assert.equal(sandbox.read('file.txt'), numbers(5));
        assert.equal(sandbox.read('err.txt'), '');
        assert.deepEqual(sandbox.list(/dmtcp$|restart_script|state\.json|\.port$|\.env$/), []);
        assert.deepEqual(
          sandbox.events.map(({ event }) => event),
          ['start', 'running', 'exit'],
        );
      }));

    it('continues exactly in a new sandbox after an eviction', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        const args = [...options, './counter', '40', '30', 'file.txt', '7'];
        const first = await sandbox.start(args);
        await sandbox.lines('out.txt', 8);
        first.signal('SIGINT');
        assert.equal((await first.ended).code, 130);
        const printed = sandbox.read('out.txt').split('\n').length - 1;
        assert.equal(sandbox.read('out.txt'), numbers(printed));
        assert.deepEqual(sandbox.leftovers(), []);
        sandbox.move();
        assert.equal((await sandbox.run(args)).code, 7);
        assert.equal(sandbox.read('out.txt'), numbers(40));
        assert.equal(sandbox.read('file.txt'), numbers(40));
        assert.deepEqual(sandbox.list(/\.dmtcp$|restart_script/), []);
        assert.deepEqual(
          sandbox.events.map(({ event }) => event),
          ['start', 'running', 'vacate', 'checkpoint', 'exit', 'start', 'running', 'exit'],
        );
        assert.match(
          sandbox.read(fileNames.dmtcpLog(sandbox.job)),
          /^==> dmtcp_coordinator\.start-1\.log <==$/m,
        );
        assert.match(
          sandbox.read(fileNames.dmtcpLog(sandbox.job)),
          /^==> dmtcp_coordinator\.start-2\.log <==$/m,
        );
      }));

    it('survives six evictions in a row, SIGINT and SIGTERM, each with a second signal', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        const args = [...options, './counter', '70', '25', 'file.txt'];
        for (let eviction = 0; eviction < 6; eviction++) {
          const printed = sandbox.read('out.txt').split('\n').length;
          const shim = await sandbox.start(args);
          await sandbox.lines('out.txt', printed + 4);
          const signal = eviction % 2 === 0 ? 'SIGINT' : 'SIGTERM';
          shim.signal(signal);
          await until('the first signal to be heard', () => sandbox.count('vacate') > eviction, {
            everyMs: 2,
          });
          shim.signal('SIGINT');
          shim.signal('SIGTERM');
          const { code } = await shim.ended;
          assert.equal(code, signal === 'SIGINT' ? 130 : 143);
          sandbox.move();
        }
        assert.equal((await sandbox.run(args)).code, 0);
        assert.equal(sandbox.read('out.txt'), numbers(70));
        assert.equal(sandbox.read('file.txt'), numbers(70));
        assert.equal(sandbox.count('checkpoint'), 6);
        assert.equal(sandbox.list(/\.dmtcp$/).length, 0);
      }));

    it('survives a signal at any moment of its start', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        const args = [...options, './counter', '12', '20', 'file.txt', '3'];
        // From before the shim's first instruction to well after the program runs, on first and later starts.
        for (const delay of [0, 2, 5, 10, 20, 35, 50, 70, 100, 150]) {
          const shim = await sandbox.start(args);
          await new Promise((resolve) => setTimeout(resolve, delay));
          shim.signal('SIGTERM');
          const { code } = await shim.ended;
          if (code === 3) break; // the program was faster
          assert.equal(code, 143, `signal after ${delay} ms`);
          sandbox.move();
        }
        // Evicted while it ended, or not at all: HTCondor starts a job again only in the first case.
        const over =
          sandbox.events.at(-1)?.event === 'exit' && sandbox.read(fileNames.state(sandbox.job)) === '';
        if (!over) assert.equal((await sandbox.run(args)).code, 3);
        assert.equal(sandbox.read('out.txt'), numbers(12));
        assert.equal(sandbox.read('file.txt'), numbers(12));
      }));

    it('exits with checkpoint_exit_code where the job has one', (t) =>
      inSandbox(
        t,
        flavour,
        async (sandbox) => {
          const args = [...options, './counter', '30', '20'];
          const shim = await sandbox.start(args);
          await sandbox.lines('out.txt', 3);
          shim.signal('SIGINT');
          assert.equal((await shim.ended).code, 85);
          assert.equal((await sandbox.run(args)).code, 0); // in the same sandbox, as HTCondor does after such an exit
          assert.equal(sandbox.read('out.txt'), numbers(30));
        },
        { ad: ['SuccessCheckpointExitCode = 85'] },
      ));

    it('passes the death by a signal on as 128+N, before and after a restart', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        assert.equal((await sandbox.run([...options, './counter', '2', '10', '-', '-11'])).code, 139);
        assert.equal(sandbox.read('out.txt'), numbers(2));
        const args = [...options, './counter', '25', '25', '-', '-15'];
        const shim = await sandbox.start(args);
        await sandbox.lines('out.txt', 6);
        shim.signal('SIGINT');
        await shim.ended;
        sandbox.move();
        assert.equal((await sandbox.run(args)).code, 143);
        assert.equal(sandbox.read('out.txt'), numbers(2) + numbers(25));
      }));

    it('keeps the offset of standard input, and its own output whole without --stdout', (t) =>
      inSandbox(
        t,
        flavour,
        async (sandbox) => {
          const args = ['--log', 'shim.log', '--stdin', 'in.txt', './counter', '20', '30', '-', '0', 'stdin'];
          const shim = await sandbox.start(args);
          await sandbox.lines(`shim_dmtcp.${sandbox.job}.out`, 5);
          shim.signal('SIGINT');
          assert.equal((await shim.ended).stdout, '');
          sandbox.move();
          const { code, stdout } = await sandbox.run(args);
          assert.equal(code, 0);
          assert.equal(stdout, Array.from({ length: 20 }, (_, i) => `${i + 1} line ${i + 1}\n`).join(''));
        },
        { files: { 'in.txt': Array.from({ length: 20 }, (_, i) => `line ${i + 1}\n`).join('') } },
      ));

    it('brings back what the program wrote before an eviction and not since', (t) =>
      inSandbox(
        t,
        flavour,
        async (sandbox) => {
          const args = [...options, './counter', '30', '20'];
          const shim = await sandbox.start(args);
          await sandbox.lines('out.txt', 3);
          writeFileSync(sandbox.file('once.dat'), 'written once'); // as the program would
          shim.signal('SIGINT');
          await shim.ended;
          sandbox.move();
          for (const name of ['once.dat', 'data.in']) utimesSync(sandbox.file(name), 1000, 1000);
          await sandbox.run(args);
          assert.ok(statSync(sandbox.file('once.dat')).mtimeMs > 1e12, 'once.dat is new to HTCondor');
          assert.equal(statSync(sandbox.file('data.in')).mtimeMs, 1_000_000, 'an input is not sent back');
        },
        { files: { 'data.in': 'an input' } },
      ));

    it('keeps a checkpoint that is asked for by hand, and restarts from it after a crash', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        const args = [...options, './counter', '60', '50', 'file.txt'];
        const shim = await sandbox.start(args, { DMTCP_STANDIN_CHECKPOINT_MS: '250' });
        await sandbox.lines('out.txt', 5);
        execFileSync('sh', ['-c', '. ./shim_dmtcp.env; dmtcp_command --checkpoint'], {
          cwd: sandbox.directory,
        });
        await until('the checkpoint to be kept', () => sandbox.count('checkpoint') > 0, { everyMs: 20 });
        await sandbox.crash(shim);
        assert.equal((await sandbox.run(args)).code, 0);
        assert.equal(sandbox.read('out.txt'), numbers(60));
        assert.equal(sandbox.read('file.txt'), numbers(60));
        const runs = sandbox.events.filter((one) => one.event === 'running');
        assert.deepEqual(
          runs.map(({ restartedFrom }) => restartedFrom.length),
          [0, 1],
        );
      }));

    it('makes periodic checkpoints and restarts from one after a crash in the same sandbox', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        const args = [...options, '--ckptint', '1', './counter', '60', '50', 'file.txt'];
        // A real checkpoint takes its time; the stand-in is told to.
        const shim = await sandbox.start(args, { DMTCP_STANDIN_CHECKPOINT_MS: '250' });
        await until('a periodic checkpoint', () => sandbox.count('checkpoint') > 0, { everyMs: 20 });
        await sandbox.lines('out.txt', 25);
        await sandbox.crash(shim);
        assert.equal((await sandbox.run(args)).code, 0);
        assert.equal(sandbox.read('out.txt'), numbers(60));
        assert.equal(sandbox.read('file.txt'), numbers(60));
      }));
  });
}
