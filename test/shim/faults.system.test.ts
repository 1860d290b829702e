/** What goes wrong on strangers' machines: each fault gives one clear message, and loses nothing. */
import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { fileNames, type Manifest } from '../../shim/src/protocol.ts';
import { until } from '../support/until.ts';
import { flavours, inSandbox, numbers, type Flavour, type Sandbox } from './sandbox.ts';
import {
  evict,
  failsWith,
  fillDisk,
  imagesOf,
  onSmallDisk,
  options,
  processesOf,
  recordOf,
} from './steps.ts';

const imageOf = (sandbox: Sandbox): string => {
  const [name] = sandbox.list(/^ckpt_.*\.dmtcp$/);
  assert.ok(name !== undefined, 'there is an image');
  return sandbox.file(name);
};

function writeManifest(
  sandbox: Sandbox,
  change: (manifest: Manifest) => Manifest = (manifest) => manifest,
): void {
  const files = readdirSync(sandbox.directory)
    .filter((name) => /^(dmtcp_|mtcp_|libdmtcp)/.test(name))
    .map((name) => {
      const bytes = readFileSync(sandbox.file(name));
      return { name, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    });
  const manifest: Manifest = {
    schema: 1,
    dmtcpVersion: 'a version',
    origin: 'a test',
    architecture: 'x86_64',
    files,
  };
  writeFileSync(sandbox.file(fileNames.manifest), JSON.stringify(change(manifest)));
}

for (const flavour of flavours) {
  describe(`faults over ${flavour.name}`, { timeout: 120_000 }, () => {
    it('a missing tool', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        rmSync(sandbox.file('mtcp_restart'));
        await failsWith(sandbox, [...options, './counter', '3'], /incomplete: mtcp_restart missing/);
      }));

    it('no DMTCP at all', (t) =>
      inSandbox(
        t,
        flavour,
        (sandbox) => failsWith(sandbox, [...options, './counter', '3'], /DMTCP was not found/),
        {
          packaged: false,
        },
      ));

    it('a DMTCP for another architecture', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        const bytes = readFileSync(sandbox.file('dmtcp_command'));
        bytes.writeUInt16LE(183, 18); // e_machine: AArch64
        writeFileSync(sandbox.file('dmtcp_command'), bytes);
        await failsWith(
          sandbox,
          [...options, './counter', '3'],
          /dmtcp_command is for aarch64, but .* is x86_64/,
        );
      }));

    it('a tool that lacks a library', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        const text =
          'echo "dmtcp_command: error while loading shared libraries: libatomic.so.1: cannot open" >&2; exit 127';
        writeFileSync(sandbox.file('dmtcp_command'), `#!/bin/sh\n${text}\n`);
        await failsWith(
          sandbox,
          [...options, './counter', '3'],
          /dmtcp_command cannot run .*lacks libatomic\.so\.1/,
        );
      }));

    it('a manifest that holds, and one that does not', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        writeManifest(sandbox);
        assert.equal((await sandbox.run([...options, './counter', '2'])).code, 0);
        assert.match(sandbox.read('shim.log'), /manifest verified/);
        appendFileSync(sandbox.file('libdmtcp.so'), 'x');
        await failsWith(
          sandbox,
          [...options, './counter', '2'],
          /libdmtcp\.so has \d+ bytes, the manifest says \d+/,
        );
        truncateSync(sandbox.file('libdmtcp.so'), readFileSync(sandbox.file('libdmtcp.so')).length - 2);
        appendFileSync(sandbox.file('libdmtcp.so'), 'x');
        await failsWith(
          sandbox,
          [...options, './counter', '2'],
          /libdmtcp\.so is not the file that was packaged/,
        );
        rmSync(sandbox.file('libdmtcp.so'));
        await failsWith(
          sandbox,
          [...options, './counter', '2'],
          /libdmtcp\.so is in the manifest but did not come/,
        );
        writeManifest(sandbox, (manifest) => ({ ...manifest, architecture: 'aarch64' }));
        await failsWith(
          sandbox,
          [...options, './counter', '2'],
          /packaged DMTCP is for aarch64, this machine .* is x86_64/,
        );
      }));

    it('a program that is missing, not executable, or not in PATH', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        await failsWith(
          sandbox,
          [...options, './cuonter', '3'],
          /\.\/cuonter is not there: the sandbox has counter/,
          127,
        );
        chmodSync(sandbox.file('counter'), 0o644);
        await failsWith(
          sandbox,
          [...options, './counter', '3'],
          /is not executable \(mode 644\): chmod \+x/,
          126,
        );
        await failsWith(sandbox, [...options, 'counter', '3'], /not in PATH .* write \.\/counter/, 127);
      }));

    it('a program that DMTCP cannot get into is stopped, or allowed by an option', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        // As with a statically linked or setuid program: the preloaded library never arrives.
        const launch = path.join(flavour.root ?? '', 'bin/dmtcp_launch');
        mkdirSync(sandbox.file('broken/bin'), { recursive: true });
        mkdirSync(sandbox.file('broken/lib/dmtcp'), { recursive: true });
        for (const name of ['dmtcp_coordinator', 'dmtcp_command', 'dmtcp_restart', 'mtcp_restart']) {
          copyFileSync(sandbox.file(name), sandbox.file(`broken/bin/${name}`));
        }
        writeFileSync(
          sandbox.file('broken/lib/dmtcp/libdmtcp.so'),
          readFileSync(sandbox.file('libdmtcp.so')),
        );
        writeFileSync(
          sandbox.file('broken/bin/dmtcp_launch'),
          `#!/bin/sh\ncase $1 in --*) exec ${launch} "$@";; esac\nwhile [ "$1" != ./counter ]; do shift; done\nexec "$@"\n`,
          { mode: 0o755 },
        );
        const args = ['--with-dmtcp', './broken', ...options];
        const ended = await sandbox.run([...args, './counter', '1000', '20']);
        assert.equal(ended.code, 125);
        assert.match(sandbox.read('shim.log'), /runs WITHOUT DMTCP/);
        assert.match(sandbox.read('shim.log'), /exit 125: the program runs without DMTCP inside/);
        rmSync(sandbox.file('out.txt'));
        const allowed = await sandbox.run([
          ...args,
          '--allow-unprotected',
          './counter',
          '20',
          '10',
          '-',
          '9',
        ]);
        assert.equal(allowed.code, 9);
        assert.deepEqual(
          sandbox.events.slice(-3).map(({ event }) => event),
          ['start', 'unprotected', 'exit'],
        );
        assert.equal(sandbox.read('out.txt'), numbers(20));
      }));

    it('a crash before the program is protected: its own, or that of a DMTCP which crashes any program', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        assert.equal((await sandbox.run([...options, './counter', '0', '0', '-', '-11'])).code, 139);
        const launch = path.join(flavour.root ?? '', 'bin/dmtcp_launch');
        writeFileSync(
          sandbox.file('dmtcp_launch'),
          `#!/bin/sh\ncase $1 in --*) exec ${launch} "$@";; esac\nkill -SEGV $$\n`,
        );
        const ended = await sandbox.run([...options, './counter', '3']);
        assert.equal(ended.code, 125);
        assert.match(sandbox.read('shim.log'), /DMTCP crashes programs .* \/bin\/true by signal 11 as well/);
      }));

    it('images of another job are left alone', (t) =>
      inSandbox(
        t,
        flavour,
        async (sandbox) => {
          assert.equal((await sandbox.run([...options, './counter', '3', '10'])).code, 0);
          assert.equal(sandbox.read('out.txt'), numbers(3));
          assert.match(sandbox.read('shim.log'), /ignored ckpt_other_1-2-3\.dmtcp/);
        },
        { files: { 'ckpt_other_1-2-3.dmtcp': 'of another job' } },
      ));

    it('a coordinator that is killed, and a program killed by hand through dmtcp_command', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        const args = [...options, './counter', '1000', '20'];
        const first = await sandbox.start(args);
        await sandbox.lines('out.txt', 4);
        const [coordinator] = processesOf(`-${sandbox.job}/port`);
        process.kill(Number(coordinator), 'SIGKILL');
        assert.equal((await first.ended).code, 125);
        assert.match(
          sandbox.read('shim.log'),
          /exit 125: DMTCP ended the program with code 99: .*die uncleanly/,
        );

        const before = sandbox.read('out.txt').split('\n').length;
        const second = await sandbox.start(args);
        await until('the port file', () => sandbox.read(fileNames.port) !== '', { everyMs: 10 });
        await sandbox.lines('out.txt', Math.min(before, 4));
        await until('the program to be protected', () => sandbox.count('running') === 2, { everyMs: 10 });
        execFileSync('sh', ['-c', '. ./shim_dmtcp.env; dmtcp_command --kill'], { cwd: sandbox.directory });
        assert.equal((await second.ended).code, 125);
        assert.match(sandbox.read('shim.log'), /exit 125: the program was killed through dmtcp_command/);
      }));

    it('a disk that is full during the checkpoint: the older images stay and continue', (t) =>
      fullDisk(t, flavour));

    it('a disk that is crowded by older images: they make room for a new one', (t) =>
      crowdedDisk(t, flavour));

    it('arguments with any characters', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        const odd = 'a file with spaces, "quotes", \'apostrophes\', $HOME `x` * \\ and ünïcödé\n.txt';
        assert.equal((await sandbox.run([...options, './counter', '3', '5', odd])).code, 0);
        assert.equal(sandbox.read(odd), numbers(3));
      }));

    it('wrong options, and a program whose options are its own', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        const wrong = await sandbox.run(['--ckptnit', '5', './counter', '3']);
        assert.equal(wrong.code, 125);
        assert.match(wrong.stderr, /unknown option --ckptnit/);
        assert.equal((await sandbox.run([...options, './counter', '2', '0', '--log'])).code, 0);
        assert.equal(sandbox.read('--log'), numbers(2));
      }));

    it('a directory in /tmp that is not ours is not used', (t) =>
      inSandbox(t, flavour, async (sandbox) => {
        const squatted = `/tmp/shim_dmtcp-${process.getuid?.() ?? 0}-${sandbox.job}`;
        mkdirSync(squatted, { mode: 0o755 });
        chmodSync(squatted, 0o777);
        assert.equal((await sandbox.run([...options, './counter', '2'])).code, 0);
        assert.match(sandbox.read('shim.log'), /cannot use \/tmp\/shim_dmtcp-.*not a private directory/);
        assert.deepEqual(sandbox.list(/^\.shim_dmtcp/), []);
        rmSync(squatted, { recursive: true });
      }));
  });
}

async function fullDisk(t: TestContext, flavour: Flavour): Promise<void> {
  await onSmallDisk(t, flavour, async (sandbox) => {
    const args = ['--with-dmtcp', flavour.root ?? '', ...options, './counter', '60', '25', 'file.txt'];
    await evict(sandbox, args);
    const image = readFileSync(imageOf(sandbox));
    const second = await sandbox.start(args);
    const before = sandbox.read('out.txt').split('\n').length;
    await sandbox.lines('out.txt', before + 4);
    fillDisk(sandbox, 65_536);
    second.signal('SIGTERM');
    assert.equal((await second.ended).code, 143);
    assert.match(
      sandbox.read('shim.log'),
      /evicted without a new checkpoint: the program ended with code 99/,
    );
    assert.equal(sandbox.count('checkpoint-failed'), 1);
    assert.deepEqual(readFileSync(imageOf(sandbox)), image, 'the image of the first checkpoint is untouched');
    rmSync(sandbox.file('fill'));
    assert.equal((await sandbox.run(args)).code, 0);
    assert.equal(sandbox.read('out.txt'), numbers(60));
    assert.equal(sandbox.read('file.txt'), numbers(60));
  });
}

/** Two generations fill the disk: the older one makes room for the next, which then is the second. */
async function crowdedDisk(t: TestContext, flavour: Flavour): Promise<void> {
  await onSmallDisk(t, flavour, async (sandbox) => {
    const args = ['--with-dmtcp', flavour.root ?? '', ...options, './counter', '70', '25', 'file.txt'];
    await evict(sandbox, args);
    await evict(sandbox, args);
    const third = await sandbox.start(args);
    await sandbox.lines('out.txt', sandbox.read('out.txt').split('\n').length + 4);
    fillDisk(sandbox, Math.round(readFileSync(imagesOf(sandbox)[0] ?? '').length * 1.15));
    third.signal('SIGINT');
    assert.equal((await third.ended).code, 130);
    assert.match(
      sandbox.read('shim.log'),
      /only \d+ bytes are free .*: the images of checkpoint 1 make room/,
    );
    assert.deepEqual(
      recordOf(sandbox).sets.map(({ checkpoint }) => checkpoint),
      [3, 2],
    );
    assert.equal(sandbox.list(/^ckpt_.*dmtcp$/).length, 2);
    rmSync(sandbox.file('fill'));
    assert.equal((await sandbox.run(args)).code, 0);
    assert.equal(sandbox.read('out.txt'), numbers(70));
  });
}
