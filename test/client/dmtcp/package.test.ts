import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DmtcpError } from '../../../client/src/dmtcp/dmtcpError.ts';
import { findInstallation, type DmtcpInstallation } from '../../../client/src/dmtcp/installation.ts';
import { planPackage } from '../../../client/src/dmtcp/package.ts';
import { TransportError, type ExecResult, type Transport } from '../../../client/src/transport/transport.ts';

/** A double of the local transport: answers `--version`, and has no strip. */
const transport: Transport = {
  name: 'double',
  kind: 'local',
  connect: () => Promise.resolve(),
  exec: (argv): Promise<ExecResult> =>
    argv[1] === '--version'
      ? Promise.resolve({ code: 0, signal: undefined, stdout: 'dmtcp_launch (DMTCP) 4.2.0\n', stderr: '' })
      : Promise.reject(new TransportError('commandNotFound', `${argv[0] ?? ''} is not there`)),
  stream: () => assert.fail('nothing is streamed'),
  put: () => assert.fail('nothing is put'),
  get: () => assert.fail('nothing is got'),
  state: { kind: 'connected' },
  sessions: { limit: 10, tailLimit: 7, tails: 0, used: 0, waiting: 0 },
  onDidChangeState: () => ({ dispose: () => undefined }),
  dispose: () => undefined,
};

const program = '/bin/true';
const toolNames = ['dmtcp_command', 'dmtcp_coordinator', 'dmtcp_launch', 'dmtcp_restart', 'mtcp_restart'];
const libraryNames = ['libdmtcp.so', 'libdmtcp_pid.so'];
const skip = process.platform === 'linux' && existsSync(program) ? false : 'this machine has no ELF programs';

describe('packaging', { skip }, () => {
  let scratch = '';
  let root = '';
  let submitDirectory = '';
  beforeEach(() => {
    scratch = mkdtempSync(path.join(tmpdir(), 'package-'));
    root = path.join(scratch, 'dmtcp');
    submitDirectory = path.join(scratch, 'job');
    for (const directory of ['dmtcp/bin', 'dmtcp/lib/dmtcp', 'job'])
      mkdirSync(path.join(scratch, directory), { recursive: true });
    for (const name of toolNames) copyFileSync(program, path.join(root, 'bin', name));
    for (const name of [...libraryNames, 'libdmtcp_modify-env.so'])
      copyFileSync(program, path.join(root, 'lib/dmtcp', name));
  });
  afterEach(() => rmSync(scratch, { recursive: true }));

  const find = (): Promise<DmtcpInstallation> => findInstallation({ transport, root, environment: {} });
  const plan = async (): ReturnType<typeof planPackage> =>
    planPackage({ installation: await find(), shim: program, submitDirectory, transport });

  it('puts tools, libraries and shim beside the submit file, and the manifest', async () => {
    const planned = await plan();
    assert.deepEqual(readdirSync(submitDirectory), [], 'planning touches nothing');
    await planned.apply();
    const names = ['shim_dmtcp', ...libraryNames, ...toolNames].sort();
    assert.deepEqual(readdirSync(submitDirectory).sort(), [...names, 'shim_dmtcp.manifest.json'].sort());
    assert.deepEqual(planned.transferInput, [
      ...[...toolNames, ...libraryNames].sort(),
      'shim_dmtcp.manifest.json',
    ]);
    const manifest = JSON.parse(
      readFileSync(path.join(submitDirectory, 'shim_dmtcp.manifest.json'), 'utf8'),
    ) as unknown;
    assert.deepEqual(manifest, planned.manifest);
    assert.equal(planned.manifest.files[0]?.size, statSync(program).size);
    assert.equal(statSync(path.join(submitDirectory, 'dmtcp_launch')).mode & 0o777, 0o755);
  });
  it('changes nothing the second time, and mends what was changed', async () => {
    await (await plan()).apply();
    const again = await plan();
    assert.ok(again.files.every((file) => file.state === 'unchanged'));
    await again.dispose();
    writeFileSync(path.join(submitDirectory, 'libdmtcp.so'), 'broken');
    const mending = await plan();
    assert.deepEqual(
      mending.files.filter((f) => f.state === 'changed').map((f) => f.name),
      ['libdmtcp.so'],
    );
    await mending.apply();
    assert.deepEqual(readFileSync(path.join(submitDirectory, 'libdmtcp.so')), readFileSync(program));
  });
  it('prepares the same files once', async () => {
    const cacheDirectory = path.join(scratch, 'cache');
    let strips = 0;
    const counting: Transport = {
      ...transport,
      exec: (argv, options) => {
        if (argv[0] !== 'strip') return transport.exec(argv, options);
        strips++;
        return Promise.resolve({ code: 0, signal: undefined, stdout: '', stderr: '' });
      },
    };
    const installation = await find();
    const cached = (): ReturnType<typeof planPackage> =>
      planPackage({ installation, shim: program, submitDirectory, transport: counting, cacheDirectory });
    const first = await cached();
    await first.apply();
    const second = await cached();
    assert.deepEqual([strips, first.stripped, second.stripped], [1, true, true]);
    assert.deepEqual(second.manifest, first.manifest);
    assert.ok(second.files.every((file) => file.state === 'unchanged'));
    await second.dispose();
    copyFileSync('/bin/false', path.join(root, 'lib/dmtcp/libdmtcp.so'));
    const third = await cached();
    assert.equal(strips, 2, 'a file was changed');
    await third.apply();
    assert.deepEqual(readFileSync(path.join(submitDirectory, 'libdmtcp.so')), readFileSync('/bin/false'));
    assert.equal(readdirSync(cacheDirectory).length, 2);
  });
  it('removes what an earlier package left, and nothing else that its manifest may name', async () => {
    await (await plan()).apply();
    rmSync(path.join(root, 'lib/dmtcp/libdmtcp_pid.so'));
    writeFileSync(path.join(scratch, 'precious'), 'x');
    const file = path.join(submitDirectory, 'shim_dmtcp.manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as { files: { name: string }[] };
    manifest.files.push({ name: '../precious' });
    writeFileSync(file, JSON.stringify(manifest));
    const next = await plan();
    assert.deepEqual(next.obsolete, ['libdmtcp_pid.so']);
    await next.apply();
    assert.ok(existsSync(path.join(scratch, 'precious')));
    assert.ok(!existsSync(path.join(submitDirectory, 'libdmtcp_pid.so')));
  });
  it('refuses files for another machine', async () => {
    const other = readFileSync(program);
    other.writeUInt16LE(process.arch === 'arm64' ? 62 : 183, 18);
    writeFileSync(path.join(root, 'lib/dmtcp/libdmtcp.so'), other);
    await assert.rejects(
      plan(),
      (error: unknown) => error instanceof DmtcpError && error.reason === 'wrongArchitecture',
    );
    assert.deepEqual(readdirSync(submitDirectory), []);
  });
  it('does not run a launcher for another machine', async () => {
    const other = readFileSync(program);
    other.writeUInt16LE(process.arch === 'arm64' ? 62 : 183, 18);
    writeFileSync(path.join(root, 'bin/dmtcp_launch'), other);
    const exec = (): Promise<ExecResult> => assert.fail('it must not be run');
    await assert.rejects(
      findInstallation({ transport: { ...transport, exec }, root, environment: {} }),
      (error: unknown) =>
        error instanceof DmtcpError &&
        error.reason === 'wrongArchitecture' &&
        error.message.includes('aarch64') &&
        error.message.includes('x86_64'),
    );
  });
  it('reads the version of a launcher for another machine from its bytes', async () => {
    const other = Buffer.concat([readFileSync(program), Buffer.from('\0%s (DMTCP) 3.2.0\nUsage\0')]);
    other.writeUInt16LE(process.arch === 'arm64' ? 62 : 183, 18);
    writeFileSync(path.join(root, 'bin/dmtcp_launch'), other);
    const exec = (): Promise<ExecResult> => assert.fail('it must not be run');
    const found = await findInstallation({ transport: { ...transport, exec }, root, environment: {} });
    assert.deepEqual(
      [found.versionLine, found.version, found.generation],
      ['dmtcp_launch (DMTCP) 3.2.0', '3.2.0', '3'],
    );
  });
  it('packages files whole where no strip knows their machine', async () => {
    const tried: string[] = [];
    const failing: Transport = {
      ...transport,
      exec: (argv) => {
        tried.push(argv[0] ?? '');
        for (const file of argv.slice(2)) writeFileSync(file, 'spoilt');
        return Promise.resolve({ code: 1, signal: undefined, stdout: '', stderr: 'format not recognised' });
      },
    };
    const installation = await find();
    const planned = await planPackage({ installation, shim: program, submitDirectory, transport: failing });
    assert.equal(planned.stripped, false);
    assert.deepEqual(tried, ['strip', `${planned.manifest.architecture}-linux-gnu-strip`, 'llvm-strip']);
    await planned.apply();
    assert.deepEqual(readFileSync(path.join(submitDirectory, 'libdmtcp.so')), readFileSync(program));
  });
  it('tells which libraries do not go with it that execute hosts may lack', async () => {
    const planned = await plan();
    assert.deepEqual(planned.missingLibraries, []);
    await planned.dispose();
    const needy = readFileSync(program);
    needy.write('libq.so.7', needy.indexOf('libc.so.6\0'), 'latin1');
    writeFileSync(path.join(root, 'lib/dmtcp/libdmtcp.so'), needy);
    const again = await plan();
    assert.deepEqual(again.missingLibraries, ['libq.so.7']);
    await again.dispose();
  });
  it('says which tool of an installation is missing', async () => {
    rmSync(path.join(root, 'bin/mtcp_restart'));
    await assert.rejects(
      plan(),
      (error: unknown) =>
        error instanceof DmtcpError &&
        error.reason === 'incomplete' &&
        error.message.includes('mtcp_restart'),
    );
  });
  it('says where it looked when there is no DMTCP', async () => {
    const nowhere = path.join(scratch, 'nowhere');
    await assert.rejects(
      findInstallation({ transport, environment: { DMTCP_ROOT: nowhere, PATH: path.join(root, 'bin') } }),
      (error: unknown) =>
        error instanceof DmtcpError && error.reason === 'notFound' && error.message.includes(nowhere),
    );
  });
  it('finds DMTCP on PATH, and by a root that names bin or the launcher', async () => {
    const bin = path.join(root, 'bin');
    for (const options of [
      { environment: { PATH: `relative:${bin}` } },
      { environment: {}, root: bin },
      { environment: {}, root: path.join(bin, 'dmtcp_launch') },
    ]) {
      const found = await findInstallation({ transport, ...options });
      assert.deepEqual([found.root, found.version, found.generation], [root, '4.2.0', '4']);
    }
  });
});
