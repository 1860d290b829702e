/** What the program is given: nothing of the batch system's that DMTCP could trip over, and paths that outlive the sandbox. */
import assert from 'node:assert/strict';
import { closeSync, openSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { describe, it } from 'node:test';
import { until } from '../support/until.ts';
import { flavours, inSandbox, type Sandbox } from './sandbox.ts';
import { options } from './steps.ts';

/** Process id of the protected program. */
const programOf = async (sandbox: Sandbox): Promise<number> => {
  await until('the program to run', () => sandbox.count('running') > 0, { everyMs: 10 });
  const running = sandbox.events.find((one) => one.event === 'running');
  assert.ok(running?.event === 'running');
  return running.pid;
};

const field = (status: string, name: string): string =>
  new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1] ?? '';

for (const flavour of flavours) {
  describe(`what the program is given over ${flavour.name}`, { timeout: 60_000 }, () => {
    it('has no inherited descriptor, default signals, a session of its own, and output in append mode', (t) => {
      // As the socket of GCB that HTCondor once left open in every job.
      const inherited = openSync('/dev/zero', 'r');
      return inSandbox(
        t,
        flavour,
        async (sandbox) => {
          const shim = await sandbox.start([...options, './counter', '1000', '20']);
          const pid = await programOf(sandbox);
          assert.ok(
            readdirSync(`/proc/${shim.pid}/fd`).some(
              (fd) => readlinkSync(`/proc/${shim.pid}/fd/${fd}`) === '/dev/zero',
            ),
            'the shim has inherited it',
          );
          const open = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
          assert.deepEqual(
            open.filter((name) => name === '/dev/zero' || name.startsWith(sandbox.file('shim'))),
            [],
          );
          assert.equal(readlinkSync(`/proc/${pid}/fd/0`), '/dev/null');
          for (const [fd, name] of [
            [1, 'out.txt'],
            [2, 'err.txt'],
          ] as const) {
            assert.equal(readlinkSync(`/proc/${pid}/fd/${fd}`), sandbox.file(name));
            const flags = Number.parseInt(
              field(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'), 'flags'),
              8,
            );
            assert.equal(flags & 0o2000, 0o2000, `descriptor ${fd} appends`);
          }
          const own = readFileSync(`/proc/${shim.pid}/status`, 'utf8');
          if (flavour.shim === 'static')
            assert.ok(Number(field(own, 'VmHWM')) < 5_000, 'the shim needs less than 5 MB');
          const status = readFileSync(`/proc/${pid}/status`, 'utf8');
          assert.equal(BigInt(`0x${field(status, 'SigIgn')}`) & 0x7fffn, 0n, 'no signal is ignored');
          assert.equal(field(status, 'NSsid').split('\t')[0], String(pid));
          shim.signal('SIGTERM');
          await shim.ended;
          closeSync(inherited);
        },
        { openFrom3: [inherited, inherited] },
      );
    });

    it('finds in its environment paths that every sandbox of the job has', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        const shim = await sandbox.start([...options, './counter', '1000', '20'], {
          MY_INPUT: sandbox.file('data/in.txt'),
          OTHER: `${sandbox.directory}-not-below`,
        });
        const pid = await programOf(sandbox);
        const environment = new Map(
          readFileSync(`/proc/${pid}/environ`, 'utf8')
            .split('\0')
            .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
        );
        const link = environment.get('_CONDOR_SCRATCH_DIR') ?? '';
        assert.match(link, /^\/tmp\/shim_dmtcp-\d+-[\d.]+\/sandbox$/);
        assert.equal(readlinkSync(link), sandbox.directory);
        assert.equal(environment.get('MY_INPUT'), `${link}/data/in.txt`);
        assert.equal(environment.get('OTHER'), `${sandbox.directory}-not-below`);
        assert.match(environment.get('LD_LIBRARY_PATH') ?? '', /^\/tmp\/shim_dmtcp-[^:]*\/lib\/dmtcp/);
        shim.signal('SIGTERM');
        await shim.ended;
      }));
  });
}
