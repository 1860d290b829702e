/** Looking for DMTCP with a real shell, in directories that stand for installations; fetching them over a real sshd. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { fetchInstallation, pruneInstallations } from '../../../client/src/dmtcp/fetchInstallation.ts';
import { dmtcpFiles } from '../../../client/src/dmtcp/fileSet.ts';
import { listInstallations, type FoundInstallation } from '../../../client/src/dmtcp/listInstallations.ts';
import { createLocalTransport } from '../../../client/src/transport/local.ts';
import type { Transport } from '../../../client/src/transport/transport.ts';
import { serverTransport } from '../../support/serverTransport.ts';
import { sshServerUnavailable, startSshServer, type SshServer } from '../../support/sshServer.ts';

const tools = ['dmtcp_launch', 'dmtcp_coordinator', 'dmtcp_command', 'dmtcp_restart', 'mtcp_restart'];

/** What stands for an installation: a launcher that prints a version, and empty files. */
async function install(root: string, version: string, lib = 'lib/dmtcp'): Promise<void> {
  await mkdir(path.join(root, 'bin'), { recursive: true });
  await mkdir(path.join(root, lib), { recursive: true });
  for (const name of tools)
    await writeFile(path.join(root, 'bin', name), `#!/bin/sh\necho "${name} (DMTCP) ${version}"\n`, {
      mode: 0o755,
    });
  for (const name of ['libdmtcp.so', 'libdmtcp_pid.so', 'libdmtcp_modify-env.so'])
    await writeFile(path.join(root, lib, name), name);
}

describe('looking for DMTCP', { skip: process.platform === 'linux' ? false : 'DMTCP is for Linux' }, () => {
  const local = createLocalTransport();
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'dmtcp-condor-look-'));
    await mkdir(path.join(folder, 'home'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const at = (name: string): string => path.join(folder, name);

  /** Those below the folder: this machine may have others. */
  async function found(
    environment: Readonly<Record<string, string>> = {},
    root?: string,
  ): Promise<readonly FoundInstallation[]> {
    const all = { HOME: at('home'), PATH: '/usr/bin:/bin', ...environment };
    const variables = Object.entries(all).map(([name, value]) => `${name}=${value}`);
    const transport: Transport = {
      ...local,
      exec: (argv, options) => local.exec(['env', '-i', ...variables, ...argv], options),
    };
    const list = await listInstallations(transport, root === undefined ? {} : { root });
    return list.filter((one) => one.root.startsWith(folder));
  }
  const brief = (list: readonly FoundInstallation[]): readonly string[] =>
    list.map((one) => `${path.relative(folder, one.root)} ${one.version} ${one.generation} ${one.foundBy}`);

  it('looks where DMTCP is on clusters, each installation once, what was named first', async () => {
    await install(at('named'), '4.2.0');
    await install(at('root'), '3.2.0');
    await install(at('path'), '2.6.0', 'lib64/dmtcp');
    await install(at('home/miniconda3/envs/ck'), '4.0.0', 'lib/x86_64-linux-gnu/dmtcp');
    await install(at('active'), '4.0.1');
    await install(at('home/dmtcp-main'), '5.0.0-dev');
    await symlink(at('path'), at('again'));
    const environment = {
      DMTCP_ROOT: at('root'),
      CONDA_PREFIX: at('active'),
      PATH: `${at('again/bin')}:${at('path/bin')}:/usr/bin:/bin`,
    };
    assert.deepEqual(brief(await found(environment, at('named/bin'))), [
      'named 4.2.0 4 the setting',
      'root 3.2.0 3 DMTCP_ROOT',
      'path 2.6.0 2 PATH',
      'active 4.0.1 4 conda',
      'home/miniconda3/envs/ck 4.0.0 4 conda',
      'home/dmtcp-main 5.0.0-dev 5 a usual place',
    ]);
    const [first] = await found({}, at('named'));
    assert.match(first?.architecture ?? '', /^(x86_64|aarch64)$/);
    assert.equal(first?.lib, at('named/lib/dmtcp'));
  });
  // What Lmod 8.6.19 and environment-modules 5.2.0 print for a module that was made for it, on standard error.
  for (const [name, show] of [
    ['Lmod', (bin: string) => `${'-'.repeat(76)}\n   /sw/dmtcp.lua:\n\nprepend_path("PATH","${bin}")\n\n`],
    [
      'environment-modules',
      (bin: string) => `${'-'.repeat(67)}\n/sw/dmtcp:\n\nprepend-path\tPATH ${bin}\n${'-'.repeat(67)}\n`,
    ],
  ] as const)
    it(`finds what modules have (a double of the module command, of ${name})`, async () => {
      for (const version of ['4.1', '3.9']) {
        await install(at(`sw/dmtcp/${version}`), `${version}.0`);
        await writeFile(at(`show-${version}`), show(at(`sw/dmtcp/${version}/bin`)));
      }
      const module = `module() {
        case "$1" in
          -t) printf '/sw/modules:\ndmtcp/3.9\ndmtcp/4.1(default)\nother/1.0\n' >&2 ;;
          show) cat '${folder}/show-'"\${2#dmtcp/}" >&2 ;;
        esac
      }\n`;
      // BASH_ENV: where a real Lmod is installed, it would bring its own command back.
      const profile = `unset BASH_ENV; ${module}echo Welcome; printf 'ROOT is no root\n'\n`;
      await writeFile(at('home/.bash_profile'), profile);
      assert.deepEqual(brief(await found()), [
        'sw/dmtcp/3.9 3.9.0 3 module dmtcp/3.9',
        'sw/dmtcp/4.1 4.1.0 4 module dmtcp/4.1',
      ]);
    });
  it('takes directories of any name, and runs nothing but the launcher', async () => {
    for (const name of ["qu'ote", '$(touch proof)', 'two  words', 'new\nline', '*', '-n', 'ünï"']) {
      await install(at(name), '4.2.0');
      assert.deepEqual(
        (await found({ DMTCP_ROOT: at(name) })).map((one) => one.root),
        [at(name)],
        name,
      );
      assert.equal((await found({}, at(name)))[0]?.root, at(name));
    }
    assert.ok(!(await readdir(folder)).includes('proof'));
  });
  it('leaves out what is no installation, or cannot tell its version', async () => {
    await install(at('broken'), '4.2.0');
    await writeFile(at('broken/bin/dmtcp_launch'), '#!/bin/sh\nexit 1\n');
    await install(at('half'), '4.2.0');
    await rm(at('half/lib'), { recursive: true });
    await install(at('future'), '9.0.0');
    for (const name of ['broken', 'half', 'future', 'nowhere'])
      assert.deepEqual(await found({ DMTCP_ROOT: at(name) }), []);
  });
});

const unavailable = await sshServerUnavailable();

describe('fetching DMTCP from an access point', { skip: unavailable ?? false }, () => {
  let server: SshServer;
  let transport: Transport;
  let folder: string;
  before(async () => {
    server = await startSshServer();
    folder = await mkdtemp(path.join(os.tmpdir(), 'dmtcp-condor-fetch-'));
    transport = serverTransport(server);
  });
  after(async () => {
    transport.dispose();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('copies what a job needs once, and again when it has changed there', async () => {
    const root = path.join(folder, "there's $(one)");
    const cacheDirectory = path.join(folder, 'cache');
    await install(root, '4.2.0');
    const [installation] = await listInstallations(transport, { root });
    assert.ok(installation?.root === root);
    let fetched = 0;
    const fetch = () =>
      fetchInstallation(transport, { installation, cacheDirectory, progress: () => fetched++ });
    const first = await fetch();
    assert.equal(first.origin, `${transport.name}:${root}`);
    const names = (await dmtcpFiles(first)).map((file) => path.basename(file)).sort();
    assert.deepEqual(names, [...tools, 'libdmtcp.so', 'libdmtcp_pid.so'].sort());
    assert.equal(await readFile(path.join(first.lib, 'libdmtcp_pid.so'), 'utf8'), 'libdmtcp_pid.so');
    // libatomic comes with them, where the access point has it.
    const copied = fetched;
    assert.ok(copied === names.length || (await readdir(first.lib)).includes('libatomic.so.1'));
    assert.deepEqual(await fetch(), first);
    assert.equal(fetched, copied, 'nothing was copied again');
    await writeFile(path.join(root, 'lib/dmtcp/libdmtcp.so'), 'another');
    await utimes(path.join(root, 'lib/dmtcp/libdmtcp.so'), 1e9, 1e9);
    const second = await fetch();
    assert.notEqual(second.root, first.root);
    assert.equal(await readFile(path.join(second.lib, 'libdmtcp.so'), 'utf8'), 'another');
    await pruneInstallations(cacheDirectory, 1);
    assert.equal((await readdir(cacheDirectory)).length, 1);
    await rm(path.join(root, 'bin/mtcp_restart'));
    await assert.rejects(fetch, /mtcp_restart/);
    assert.equal((await readdir(cacheDirectory)).length, 1, 'nothing half is left');
  });
});
