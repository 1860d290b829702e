/** The stand-in behaves as DMTCP 4.2.0 does, as far as the shim and the extension can see: one test for both. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { buildStandin } from '../../scripts/buildStandin.mjs';
import { runProgram, type ProgramResult } from '../support/runProgram.ts';
import { until } from '../support/until.ts';

const standin = buildStandin();
const flavours = [
  { name: 'the stand-in', root: standin },
  { name: 'a real DMTCP 4.2', root: process.env['DMTCP_ROOT'] },
];

interface Bench {
  readonly directory: string;
  readonly run: (tool: string, ...args: readonly string[]) => Promise<ProgramResult>;
  /** Starts a coordinator; returns its port. */
  readonly coordinator: (...args: readonly string[]) => Promise<string>;
  readonly read: (name: string) => string;
}

async function onBench(
  t: TestContext,
  root: string | undefined,
  body: (bench: Bench) => Promise<void>,
): Promise<void> {
  if (root === undefined) {
    t.skip('DMTCP_ROOT is not set: no real DMTCP on this machine');
    return;
  }
  const directory = mkdtempSync(path.join(os.tmpdir(), 'standin-'));
  const env = { PATH: '/usr/bin:/bin', DMTCP_TMPDIR: path.join(directory, 'tmp') };
  // Through files: 4.2 loses its messages on pipes.
  const run = async (tool: string, ...args: readonly string[]): Promise<ProgramResult> => {
    const command = `exec "$0" "$@" >out.part 2>err.part </dev/null`;
    const result = await runProgram('/bin/sh', ['-c', command, path.join(root, 'bin', tool), ...args], {
      cwd: directory,
      env,
    });
    const read = (name: string): string => readFileSync(path.join(directory, name), 'utf8');
    return { ...result, stdout: read('out.part'), stderr: read('err.part') };
  };
  const ports: string[] = [];
  try {
    await body({
      directory,
      run,
      read: (name) => readFileSync(path.join(directory, name), 'utf8'),
      coordinator: async (...args) => {
        const result = await run(
          'dmtcp_coordinator',
          '--daemon',
          '--port',
          '0',
          '--port-file',
          'port',
          ...args,
        );
        assert.equal(result.code, 0);
        ports.push(readFileSync(path.join(directory, 'port'), 'utf8'));
        return ports.at(-1) ?? '';
      },
    });
  } finally {
    for (const port of ports) await run('dmtcp_command', '--port', port, '--quit');
    rmSync(directory, { recursive: true });
  }
}

for (const { name, root } of flavours) {
  describe(`the tools of ${name}`, { timeout: 60_000 }, () => {
    it('say what they are', (t) =>
      onBench(t, root, async ({ run }) => {
        const version = await run('dmtcp_launch', '--version');
        assert.match(version.stdout, /^dmtcp_launch \(DMTCP.*\) 4\.2\.0$/m);
        assert.equal(version.stdout.includes('stand-in'), root === standin);
        assert.equal((await run('dmtcp_command', '--version')).code, 1);
        assert.match((await run('dmtcp_command', '--help')).stdout, /-kc, --kcheckpoint/);
        const help = await run('dmtcp_coordinator', '--help');
        for (const option of ['--daemon', '--port-file', '--coord-logfile', '--stale-timeout', '--ckptdir']) {
          assert.ok((help.stdout + help.stderr).includes(option), option);
        }
      }));

    it('fail as 4.2 does without a coordinator', (t) =>
      onBench(t, root, async ({ run }) => {
        const status = await run('dmtcp_command', '--port', '1', '--status');
        assert.equal(status.code, 2);
        assert.equal(status.stderr, 'Coordinator not found. Please check port and host.\n');
        const launch = await run('dmtcp_launch', '-q', '-j', '--port', '1', '/bin/true');
        assert.equal(launch.code, 99);
        assert.match(launch.stderr, /Error\] at .*Message: Coordinator not found, but --join was specified/);
        assert.equal((await run('dmtcp_command')).code, 1);
      }));

    it('say where the coordinator is, and that it is idle', (t) =>
      onBench(t, root, async ({ run, coordinator }) => {
        const port = await coordinator('--coord-logfile', 'coordinator.log');
        const status = await run('dmtcp_command', '--port', port, '-s');
        assert.equal(status.code, 0);
        assert.match(status.stdout, new RegExp(`Port: ${port}\n.*\n  NUM_PEERS=0\n  RUNNING=no\n`));
        const refused = await run('dmtcp_command', '--port', port, '--checkpoint');
        assert.equal(refused.code, 2);
        assert.match(refused.stderr, /^Error, computation not in running state/);
        const claimed = await run('dmtcp_command', '--port', port, '--kcheckpoint');
        assert.deepEqual([claimed.code, claimed.stdout], [2, 'Computation was checkpointed and killed.\n']);
        assert.equal((await run('dmtcp_launch', '-j', '--port', port, './missing')).code, 99);
        const busy = await run('dmtcp_coordinator', '--daemon', '--port', port);
        assert.equal(busy.code, 99);
        assert.match(busy.stderr, /Address already in use/);
      }));

    it('checkpoint and kill, and restart with the exit code of the program', (t) =>
      onBench(t, root, async ({ run, coordinator, directory, read }) => {
        const port = await coordinator('--exit-on-last', '--coord-logfile', 'coordinator.log');
        const counter = path.join(standin, 'counter');
        const launched = run('dmtcp_launch', '-q', '-j', '--port', port, counter, '30', '40', 'numbers', '7');
        const ask = (): Promise<ProgramResult> =>
          runProgram(path.join(root ?? '', 'bin/dmtcp_command'), ['--port', port, '-s']);
        await until('the program to run', async () => (await ask()).stdout.includes('RUNNING=yes'), {
          everyMs: 20,
        });
        await until('a number', () => readdirSync(directory).includes('numbers') && read('numbers') !== '', {
          everyMs: 5,
        });
        await runProgram(path.join(root ?? '', 'bin/dmtcp_command'), ['--port', port, '-kc']);
        assert.equal((await launched).code, 0);
        await until('the coordinator to end', () => !readdirSync(directory).includes('port'), {
          everyMs: 20,
        });
        assert.match(
          read('coordinator.log'),
          /Checkpoint complete\. Wrote restart script; \(restartScriptPath = .*\.sh\);/,
        );
        const images = readdirSync(directory).filter((file) =>
          /^ckpt_counter_[0-9a-f]+-\d+-[0-9a-f]+\.dmtcp$/.test(file),
        );
        assert.equal(images.length, 1);
        assert.match(
          read('dmtcp_restart_script.sh'),
          new RegExp(`^given_ckpt_files=" .*/${images[0] ?? ''}"$`, 'm'),
        );

        const again = await coordinator('--exit-on-last');
        const restarted = await run('dmtcp_restart', '-j', '--port', again, ...images);
        assert.equal(restarted.code, 7);
        assert.equal(read('numbers'), Array.from({ length: 30 }, (_, i) => `${i + 1}\n`).join(''));
        const [logs = ''] = readdirSync(path.join(directory, 'tmp')).filter((file) =>
          /^dmtcp-.+@.+$/.test(file),
        );
        const workers = readdirSync(path.join(directory, 'tmp', logs)).filter((file) =>
          /^dmtcpworker\.\d{4}-.*\.log$/.test(file),
        );
        assert.ok(workers.length <= 2);
      }));

    it('refuse an image that is none', (t) =>
      onBench(t, root, async ({ run, coordinator, directory }) => {
        const port = await coordinator();
        writeFileSync(path.join(directory, 'empty.dmtcp'), '');
        writeFileSync(path.join(directory, 'garbage.dmtcp'), 'x'.repeat(100_000));
        for (const image of ['empty.dmtcp', 'garbage.dmtcp', 'missing.dmtcp']) {
          assert.equal((await run('dmtcp_restart', '-j', '--port', port, image)).code, 99, image);
        }
      }));

    it('kill a program with exit code 0, and end it with 99 when the coordinator dies', (t) =>
      onBench(t, root, async ({ run, coordinator, read }) => {
        for (const [request, code] of [
          ['--kill', 0],
          ['', 99],
        ] as const) {
          const port = await coordinator('--exit-on-last');
          const counter = path.join(standin, 'counter');
          const launched = run('dmtcp_launch', '-q', '-j', '--port', port, counter, '1000', '20');
          const command = path.join(root ?? '', 'bin/dmtcp_command');
          const status = async (): Promise<string> =>
            (await runProgram(command, ['--port', port, '-s'])).stdout;
          await until('the program to run', async () => (await status()).includes('RUNNING=yes'), {
            everyMs: 20,
          });
          if (request !== '') await runProgram(command, ['--port', port, request]);
          else {
            const pid = readdirSync('/proc').find((one) => isCoordinator(one, read('port'), port));
            process.kill(Number(pid), 'SIGKILL');
          }
          assert.equal((await launched).code, code);
        }
      }));
  });
}

/** The process that listens on the port, judged by its command line and socket. */
function isCoordinator(pid: string, written: string, port: string): boolean {
  if (!/^\d+$/.test(pid) || written !== port) return false;
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return line.includes('--daemon') && line.includes('--exit-on-last') && isListening(pid, Number(port));
  } catch (error) {
    if (error instanceof Error) return false; // gone, or not ours
    throw error;
  }
}

function isListening(pid: string, port: number): boolean {
  const hexadecimal = port.toString(16).toUpperCase().padStart(4, '0');
  const line = readFileSync(`/proc/${pid}/net/tcp`, 'utf8')
    .split('\n')
    .find((one) => one.includes(`:${hexadecimal} `) && one.includes(' 0A '));
  const inode = line?.trim().split(/\s+/)[9];
  return readdirSync(`/proc/${pid}/fd`).some(
    (fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode ?? ''}]`,
  );
}
