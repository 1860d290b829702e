/** One machine packages for two architectures, and a pool that has both runs each package where it belongs. */
import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { buildShim } from '../../../scripts/buildShim.mjs';
import { buildStandin } from '../../../scripts/buildStandin.mjs';
import { actOnJob } from '../../../client/src/condor/actions.ts';
import { type JobId } from '../../../client/src/condor/job.ts';
import { readSandboxFile } from '../../../client/src/condor/jobShell.ts';
import { impliedArch, poolMachines } from '../../../client/src/condor/machines.ts';
import { fetchOutputs } from '../../../client/src/condor/outputs.ts';
import { finishedJob, queryJob } from '../../../client/src/condor/queue.ts';
import { submitJob } from '../../../client/src/condor/submit.ts';
import { uploadSubmitDirectory, type SyncState } from '../../../client/src/condor/submitDirectory.ts';
import { readElf } from '../../../client/src/dmtcp/elf.ts';
import { findInstallation } from '../../../client/src/dmtcp/installation.ts';
import { listInstallations } from '../../../client/src/dmtcp/listInstallations.ts';
import { planPackage, type PackagePlan } from '../../../client/src/dmtcp/package.ts';
import { describeFit, poolFit } from '../../../client/src/dmtcp/poolFit.ts';
import { createLocalTransport } from '../../../client/src/transport/local.ts';
import type { Transport } from '../../../client/src/transport/transport.ts';
import { fileNames } from '../../../shim/src/protocol.ts';
import { poolUnavailable, startPool, type Pool } from '../../pool/pool.ts';
import { runForeignPrograms } from '../../support/foreignPrograms.ts';
import { machineUnavailable } from '../../support/machineUnavailable.ts';
import { poolTransport } from '../../support/poolTransport.ts';
import { until } from '../../support/until.ts';

const numbers = 40;
const output = Array.from({ length: numbers }, (_, i) => `${i + 1}\n`).join('');
const submitFile = `executable = shim_dmtcp
arguments = "--log shim.log --stdout foo.out --stderr foo.err ./foo ${numbers} 100"
should_transfer_files = YES
when_to_transfer_output = ON_EXIT_OR_EVICT
kill_sig = SIGINT
want_graceful_removal = True
log = job.log
request_memory = 64M
request_disk = 64M
queue
`;
const machines = [
  { arch: 'x64', machine: 'x86_64', clause: '(Arch == "X86_64")', slots: /^slot[12]@/, others: 'aarch64' },
  { arch: 'arm64', machine: 'aarch64', clause: '(Arch == "aarch64")', slots: /^slot[34]@/, others: 'X86_64' },
] as const;
const crossLibraries = '/usr/aarch64-linux-gnu/lib';

const unavailable =
  process.arch === 'x64'
    ? (poolUnavailable() ?? (await machineUnavailable('arm64')))
    : `the test is for an x86_64 machine, this is ${process.arch}`;

describe('two architectures', { skip: unavailable ?? false, timeout: 300_000 }, () => {
  const local = createLocalTransport();
  let folder: string;
  let pool: Pool | undefined;
  let transport: Transport;
  let foreign: string | (() => void);
  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'dmtcp-condor-architectures-'));
    foreign = await runForeignPrograms();
    pool = await startPool({ name: 'architectures' });
    transport = poolTransport(pool);
    // Two of the four slots are of another machine, which qemu makes true; it needs that machine's C library.
    const lib = path.join(pool.root, 'lib');
    mkdirSync(path.join(lib, 'aarch64-linux-gnu'), { recursive: true });
    for (const name of readdirSync(crossLibraries).filter((file) => /\.so\.\d+$/.test(file)))
      copyFileSync(path.join(crossLibraries, name), path.join(lib, 'aarch64-linux-gnu', name));
    const loader = 'ld-linux-aarch64.so.1';
    copyFileSync(path.join(crossLibraries, loader), path.join(lib, loader));
    const slots = ['X86_64', 'X86_64', 'aarch64', 'aarch64'].map(
      (arch, i) => `SLOT${i + 1}_Arch = "${arch}"\n`,
    );
    const config = `STARTD_ATTRS = $(STARTD_ATTRS) Arch\n${slots.join('')}`;
    writeFileSync(path.join(pool.root, 'etc/condor/config.d/99-slots.config'), config);
    const { code, stderr } = await pool.exec('root', ['condor_reconfig']);
    assert.equal(code, 0, stderr);
    await until('the pool has two architectures', async () => (await poolMachines(transport)).length === 2, {
      timeoutMs: 60_000,
      everyMs: 300,
    });
  });
  after(async () => {
    if (typeof foreign === 'function') foreign();
    if (pool !== undefined) {
      rmSync(path.join(pool.root, 'etc/condor/config.d/99-slots.config'), { force: true });
      await pool.exec('alice', ['condor_rm', '-all']);
      transport.dispose();
      await pool.stop();
    }
    rmSync(folder, { recursive: true, force: true });
  });

  /** A directory with a job, and DMTCP of a machine packaged beside it. */
  async function packaged(
    arch: 'x64' | 'arm64',
    name: string,
  ): Promise<{ readonly directory: string; readonly plan: PackagePlan }> {
    const root = buildStandin(arch);
    const directory = path.join(folder, name);
    mkdirSync(directory);
    copyFileSync(path.join(root, 'counter'), path.join(directory, 'foo'));
    chmodSync(path.join(directory, 'foo'), 0o755);
    const plan = await planPackage({
      installation: await findInstallation({ transport: local, environment: {}, root }),
      shim: await buildShim(arch),
      submitDirectory: directory,
      transport: local,
    });
    await plan.apply();
    const inputs = ['foo', ...plan.transferInput].join(', ');
    writeFileSync(path.join(directory, 'job.sub'), `transfer_input_files = ${inputs}\n${submitFile}`);
    return { directory, plan };
  }
  const upload = async (directory: string): Promise<SyncState> =>
    (
      await uploadSubmitDirectory(transport, {
        localDirectory: directory,
        files: readdirSync(directory),
        remoteDirectory: `dmtcp-condor/${path.basename(directory)}`,
      })
    ).state;
  async function submit(remote: string, append: readonly string[]): Promise<JobId> {
    const result = await submitJob(transport, { directory: remote, file: 'job.sub', append });
    assert.ok(result.kind === 'submitted', JSON.stringify(result));
    return { cluster: result.clusters[0]?.cluster ?? 0, proc: 0 };
  }
  const ended = (id: JobId): Promise<unknown> =>
    until('the job ends', async () => (await queryJob(transport, id)) === undefined, {
      timeoutMs: 90_000,
      everyMs: 300,
      describe: async () => JSON.stringify(await queryJob(transport, id)),
    });

  for (const { arch, machine, clause, slots, others } of machines) {
    it(`packages for ${machine}, and the job survives an eviction there`, async (t) => {
      if (arch === 'arm64' && typeof foreign === 'string') return t.skip(foreign);
      const { directory, plan } = await packaged(arch, arch);
      assert.equal(plan.manifest.architecture, machine);
      assert.match(plan.neededGlibc ?? '', /^2\.\d+$/);
      for (const { name } of plan.files)
        assert.equal(readElf(readFileSync(path.join(directory, name)))?.machine, machine, name);

      const implied = await impliedArch(transport);
      assert.equal(implied, 'X86_64');
      const needs = { architecture: machine, glibc: plan.neededGlibc, impliedArch: implied };
      const fit = poolFit(await poolMachines(transport), needs);
      assert.deepEqual([fit.slots, fit.fitting, fit.clause], [4, 2, clause]);
      assert.match(describeFit(fit) ?? '', new RegExp(`^2 of 4 slots.*its machines are ${others}`));

      const state = await upload(directory);
      const id = await submit(state.remoteDirectory, [`requirements = ${clause}`]);
      const events = fileNames.events(`${id.cluster}.0`);
      const running = (): Promise<string> =>
        readSandboxFile(transport, id, { name: events, maxBytes: 100_000 }).catch(String);
      await until('the program is protected', async () => (await running()).includes('"event":"running"'), {
        timeoutMs: 60_000,
        everyMs: 300,
        describe: running,
      });
      const slot = (await queryJob(transport, id))?.host;
      assert.match(slot ?? '', slots);
      await actOnJob(transport, id, 'vacate');
      await ended(id);
      const job = await finishedJob(transport, id);
      assert.deepEqual([job?.status, job?.exitCode, job?.starts], ['completed', 0, 2]);
      assert.match(job?.host ?? '', slots);
      await fetchOutputs(transport, { localDirectory: directory, state });
      assert.equal(readFileSync(path.join(directory, 'foo.out'), 'utf8'), output);
      assert.match(readFileSync(path.join(directory, 'shim.log'), 'utf8'), /manifest verified/);
      assert.match(
        readFileSync(path.join(directory, events), 'utf8'),
        /"restartedFrom":\["[^"]*ckpt_foo/,
        'it went on',
      );
    });
  }

  it('need a clause: condor_submit asks for its own where requirements name none', async () => {
    const { directory } = await packaged('x64', 'implied');
    const state = await upload(directory);
    const id = await submit(state.remoteDirectory, []);
    const { stdout } = await transport.exec(['condor_q', `${id.cluster}`, '-af:r', 'Requirements']);
    assert.match(stdout, /TARGET\.Arch == "X86_64"/);
    await actOnJob(transport, id, 'remove');
  });

  it('refuses, on the execute host, a file that is not as it was packaged', async () => {
    const { directory } = await packaged('x64', 'changed');
    const state = await upload(directory);
    const bytes = readFileSync(path.join(directory, 'libdmtcp.so'));
    bytes.writeUInt8((bytes.at(-1) ?? 0) ^ 1, bytes.length - 1);
    await transport.put(
      [{ source: { bytes }, target: `${state.remoteDirectory}/libdmtcp.so`, mode: 0o755 }],
      {},
    );
    const id = await submit(state.remoteDirectory, []);
    await ended(id);
    assert.equal((await finishedJob(transport, id))?.exitCode, 125);
    await fetchOutputs(transport, { localDirectory: directory, state, names: ['shim.log'] });
    assert.match(
      readFileSync(path.join(directory, 'shim.log'), 'utf8'),
      /libdmtcp\.so is not the file that was packaged \(its SHA-256 differs\)\. Package again/,
    );
    assert.equal(readFileSync(path.join(directory, 'shim.log'), 'utf8').includes('running'), false);
  });

  it('finds installations of either machine by looking, and does not run the other', async () => {
    const roots = { 'x64/dmtcp': buildStandin(), 'arm64/dmtcp': buildStandin('arm64') };
    for (const [name, root] of Object.entries(roots)) {
      const copy = path.join(folder, 'look', name);
      for (const part of ['bin', 'lib'])
        cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
      const [found] = await listInstallations(local, { root: copy });
      assert.deepEqual(
        [found?.root, found?.version, found?.architecture],
        [copy, '4.2.0', name.startsWith('x64') ? 'x86_64' : 'aarch64'],
      );
    }
  });
});
