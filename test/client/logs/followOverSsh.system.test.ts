/** Many files over one real connection of few sessions, cut again and again: every byte once. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { StreamHub } from '../../../client/src/logs/streamHub.ts';
import type { Transport } from '../../../client/src/transport/transport.ts';
import { startCuttingProxy, type CuttingProxy } from '../../support/cuttingProxy.ts';
import { serverTransport } from '../../support/serverTransport.ts';
import { sshServerUnavailable, startSshServer, type SshServer } from '../../support/sshServer.ts';
import { until } from '../../support/until.ts';
import { followFile } from './followFile.ts';

const unavailable = await sshServerUnavailable();

describe('following over SSH', { skip: unavailable ?? false, timeout: 300_000 }, () => {
  let server: SshServer;
  let proxy: CuttingProxy;
  let transport: Transport;
  let directory: string;
  before(async () => {
    server = await startSshServer(['MaxSessions 10']);
    proxy = await startCuttingProxy(server.port);
    directory = path.join(server.directory, 'logs');
    mkdirSync(directory);
    transport = serverTransport(server, { port: proxy.port, hostKeyAlias: `[127.0.0.1]:${server.port}` });
  });
  after(async () => {
    transport.dispose();
    await proxy.stop();
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('follows 50 files in one session, through 40 cuts and an sshd that restarts', async () => {
    const hub = new StreamHub(transport);
    const stop = new AbortController();
    const files = Array.from({ length: 50 }, (_, i) => {
      const name = path.join(directory, `job ${i}.out`);
      writeFileSync(name, '');
      return { name, text: '', lines: 0, renamedAt: 0, seen: followFile(hub, name, stop.signal) };
    });
    const write = (): void => {
      for (const file of files) {
        const lines = Array.from({ length: 5 }, () => `line ${++file.lines}\n`).join('');
        appendFileSync(file.name, lines);
        file.text += lines;
      }
    };
    const [rotated] = files;
    assert.ok(rotated !== undefined);
    const caughtUp = (): boolean => files.every((file) => file.seen.length() === file.text.length);
    let mostTails = 0;
    try {
      for (let cut = 0; cut < 40; cut++) {
        write();
        if (cut % 10 === 5) {
          renameSync(rotated.name, `${rotated.name}.${cut}`);
          writeFileSync(rotated.name, '');
        }
        // Some cuts come while everything is quiet, some in the middle of it.
        if (cut % 2 === 0) {
          const describe = (): string =>
            JSON.stringify([cut, files.map((f) => f.text.length - f.seen.length())]);
          await until('everything is seen', caughtUp, { everyMs: 20, timeoutMs: 60_000, describe });
          mostTails = Math.max(mostTails, transport.sessions.tails);
        }
        if (cut === 20) await server.restart();
        else proxy.cut();
      }
      write();
      await until('everything is seen', caughtUp, { everyMs: 20, timeoutMs: 60_000 });
    } finally {
      stop.abort();
      hub.dispose();
    }
    await Promise.all(files.map((file) => file.seen.done));
    for (const { name, text, seen } of files) assert.ok(seen.bytes().toString() === text, name);
    assert.equal(mostTails, 1, 'sessions that 50 files hold');
  });
});
