/** A submit directory on its way to a real sshd: cut off, cancelled, repeated; bytes are counted, not times. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { buildShim } from '../../../scripts/buildShim.mjs';
import { buildStandin } from '../../../scripts/buildStandin.mjs';
import {
  uploadSubmitDirectory,
  type SyncState,
  type UploadResult,
} from '../../../client/src/condor/submitDirectory.ts';
import { findInstallation } from '../../../client/src/dmtcp/installation.ts';
import { planPackage } from '../../../client/src/dmtcp/package.ts';
import { createLocalTransport } from '../../../client/src/transport/local.ts';
import { TransportError, type Transport } from '../../../client/src/transport/transport.ts';
import { startCuttingProxy, type CuttingProxy } from '../../support/cuttingProxy.ts';
import { serverTransport } from '../../support/serverTransport.ts';
import { sshServerUnavailable, startSshServer, type SshServer } from '../../support/sshServer.ts';
import { until } from '../../support/until.ts';

const unavailable = await sshServerUnavailable();
const big = 30_000_000;
const small = 1_000_000;

describe('an upload', { skip: unavailable ?? false, timeout: 120_000 }, () => {
  let server: SshServer;
  let proxy: CuttingProxy;
  let transport: Transport;
  let count = 0;
  let here: string;
  let there: string;
  before(async () => {
    server = await startSshServer();
    proxy = await startCuttingProxy(server.port);
    transport = serverTransport(server, {
      port: proxy.port,
      hostKeyAlias: `[127.0.0.1]:${server.port}`,
      // As where the access point is far away: several streams, put in place one by one.
      uploadSpread: { parallel: 3, batchBytes: 5_000_000 },
    });
  });
  after(async () => {
    transport.dispose();
    await proxy.stop();
    await server.stop();
  });
  beforeEach(() => {
    here = path.join(server.directory, `here${++count}`);
    there = path.join(server.directory, `there${count}`);
    mkdirSync(here);
  });

  const upload = (more: {
    readonly state?: SyncState;
    readonly progress?: (sent: number, total: number) => void;
    readonly signal?: AbortSignal;
  }): Promise<UploadResult> =>
    uploadSubmitDirectory(transport, {
      ...{ localDirectory: here, files: readdirSync(here), remoteDirectory: there },
      ...more,
    });
  const write = (name: string, size: number): void =>
    writeFileSync(path.join(here, name), randomBytes(size), { mode: 0o644 });
  const isSame = (name: string): boolean =>
    readFileSync(path.join(here, name)).equals(readFileSync(path.join(there, name)));
  /** The names that are there, once all that was under way is gone. */
  const arrived = (): Promise<readonly string[]> =>
    until('nothing half is left', () => {
      const names = readdirSync(there);
      return names.every((name) => !name.startsWith('.')) && names;
    });

  for (const [how, reason] of [
    ['cut off', 'disconnected'],
    ['cancelled', 'cancelled'],
  ] as const) {
    it(`that is ${how} leaves nothing half, and sends only the rest when it is repeated`, async () => {
      for (let i = 0; i < 20; i++) write(`small${i}`, small);
      write('zbig', big);
      const stop = new AbortController();
      const end = (): void => {
        if (how === 'cut off') proxy.cut();
        else stop.abort();
      };
      // The big file is the last one: it is half there.
      const progress = (sent: number): void => (sent > 20 * small + big / 2 ? end() : undefined);
      await assert.rejects(
        upload({ progress, signal: stop.signal }),
        (error: unknown) => error instanceof TransportError && error.reason === reason,
      );
      const before = await arrived();
      assert.ok(before.length > 0 && !before.includes('zbig'), before.join());
      for (const name of before) assert.ok(isSame(name), `${name} is whole`);

      const sent: number[] = [];
      const again = await upload({ progress: (bytes) => sent.push(bytes) });
      assert.deepEqual([...again.unchanged].sort(), [...before].sort());
      assert.equal(again.bytes, (20 - before.length) * small + big);
      assert.equal(sent.at(-1), again.bytes);
      for (const name of readdirSync(here)) assert.ok(isSame(name), name);
      assert.deepEqual([...(await arrived())].sort(), readdirSync(here).sort());
      assert.equal((await upload({ state: again.state })).bytes, 0);
    });
  }

  it('of a package sends it once, and packaging again copies and sends nothing', async () => {
    const root = buildStandin();
    copyFileSync(path.join(root, 'counter'), path.join(here, 'foo'));
    const cacheDirectory = path.join(server.directory, 'prepared');
    const local = createLocalTransport();
    const ran: string[] = [];
    const counting: Transport = {
      ...local,
      exec: (argv, options) => {
        ran.push(path.basename(argv[0] ?? ''));
        return local.exec(argv, options);
      },
    };
    const installation = await findInstallation({ transport: local, environment: {}, root });
    const pack = async (): Promise<void> => {
      const shim = await buildShim();
      const plan = await planPackage({
        ...{ installation, shim, submitDirectory: here, transport: counting, cacheDirectory },
      });
      await plan.apply();
    };
    const files = (): Readonly<Record<string, number>> =>
      Object.fromEntries(
        readdirSync(here)
          .filter((name) => name !== 'shim_dmtcp.manifest.json')
          .map((name) => [name, statSync(path.join(here, name)).ino]),
      );
    await pack();
    const first = await upload({});
    assert.equal(first.uploaded.length, readdirSync(here).length);
    const [inodes, commands] = [files(), ran.length];
    for (let click = 0; click < 3; click++) await pack();
    assert.deepEqual(files(), inodes, 'no file was written again');
    assert.equal(ran.length, commands, 'and none prepared');
    const second = await upload({ state: first.state });
    assert.deepEqual([second.uploaded, second.bytes], [[], 0]);
  });
});
