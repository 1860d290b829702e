/** Names made up at random, through every command that goes to an access point with one: real shell, real sshd. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { fetchOutputs } from '../../../client/src/condor/outputs.ts';
import { uploadSubmitDirectory } from '../../../client/src/condor/submitDirectory.ts';
import type { Transport } from '../../../client/src/transport/transport.ts';
import { serverTransport } from '../../support/serverTransport.ts';
import { sshServerUnavailable, startSshServer, type SshServer } from '../../support/sshServer.ts';

const unavailable = await sshServerUnavailable();

/** What shells, tar, find and xargs act on. */
const acted = Array.from('\'"`$()\\;&|<>*?[]{}!~#%^=+,:@- \n\t\r\v.ab0');

const unit = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...acted) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('--', '-rf', '{}', '$(id)', '${HOME}', '..', 'ü', '☃', '\u0001', '\u007f'),
  },
);
const part = fc
  .array(unit, { minLength: 1, maxLength: 12 })
  .map((units) => units.join('').replaceAll(/[\0/\ufffd]/g, '_'))
  .filter((name) => name !== '.' && name !== '..' && Buffer.byteLength(name) < 200);
const relative = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));

/** Names that can lie beside each other: none is a directory of another. */
const names = fc
  .uniqueArray(relative, { minLength: 1, maxLength: 12 })
  .map((all) => all.filter((name) => !all.some((other) => other.startsWith(`${name}/`))));

describe('hostile names', { skip: unavailable ?? false }, () => {
  let server: SshServer;
  let transport: Transport;
  let folder: string;
  before(async () => {
    server = await startSshServer();
    folder = await mkdtemp(path.join(os.tmpdir(), 'dmtcp-condor-names-'));
    transport = serverTransport(server);
  });
  after(async () => {
    transport.dispose();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  /** Regular files below a directory, with their contents. */
  async function contents(directory: string): Promise<Readonly<Record<string, string>>> {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    return Object.fromEntries(
      await Promise.all(
        files.map(async (file) => [path.relative(directory, file), await readFile(file, 'utf8')] as const),
      ),
    );
  }

  it('are uploaded, compared, listed and fetched unharmed, and nothing else comes to be', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(names, part, async (files, directory) => {
        const place = path.join(folder, String(round++));
        const here = path.join(place, 'here');
        const there = path.join(place, directory === 'here' ? 'there' : directory);
        await mkdir(here, { recursive: true });
        for (const name of files) {
          await mkdir(path.dirname(path.join(here, name)), { recursive: true });
          await writeFile(path.join(here, name), `content of ${name}`);
        }
        const options = { localDirectory: here, files, remoteDirectory: there };
        const first = await uploadSubmitDirectory(transport, options);
        assert.deepEqual([...first.uploaded].sort(), [...files].sort());
        assert.deepEqual(await contents(there), await contents(here));
        const again = await uploadSubmitDirectory(transport, { ...options, state: first.state });
        assert.deepEqual(again.uploaded, []);
        const blind = await uploadSubmitDirectory(transport, options);
        assert.deepEqual(blind.uploaded, [], 'the hashes there say so, too');

        // The job's outputs: each file has changed there. Those whose names begin with a dot are nobody's outputs.
        for (const name of files) await writeFile(path.join(there, name), `output of ${name}`);
        const visible = files.filter(
          (name) => !name.split('/').some((one) => one.startsWith('.') && one.length > 1),
        );
        const result = await fetchOutputs(transport, { localDirectory: here, state: again.state });
        assert.deepEqual([...result.fetched].sort(), [...visible].sort());
        for (const name of visible)
          assert.equal(await readFile(path.join(here, name), 'utf8'), `output of ${name}`);
        assert.deepEqual((await readdir(place)).sort(), ['here', path.basename(there)].sort());
        await rm(place, { recursive: true });
      }),
      // By hand: HOSTILE_RUNS=500 TEST_SEED=random npm run test:system -- this file
      {
        numRuns: Number(process.env.HOSTILE_RUNS ?? 6),
        examples: [[['{}', '{}.d/{}', '-exec'], '{}']],
        endOnFailure: true,
      },
    );
  });
  it('that are no UTF-8 are told, and do not keep the others from being fetched', async () => {
    const there = path.join(folder, 'bytes');
    const here = path.join(folder, 'bytes-here');
    await mkdir(there);
    await mkdir(here);
    for (const name of [Buffer.from([0xff, 0x2e, 0x6f]), Buffer.from([0x61, 0xe4]), Buffer.from('good')])
      await writeFile(Buffer.concat([Buffer.from(`${there}/`), name]), 'x');
    const state = { schema: 1, remoteDirectory: there, files: {} } as const;
    const { fetched, unreadable } = await fetchOutputs(transport, { localDirectory: here, state });
    assert.deepEqual(fetched, ['good']);
    assert.deepEqual(unreadable, ['a\ufffd', '\ufffd.o']);
    assert.deepEqual(await readdir(here), ['good']);
  });
});
