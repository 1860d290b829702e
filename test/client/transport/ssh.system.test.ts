/** The SSH transport against a real OpenSSH server on loopback. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { SshOptions, UnknownHostKey } from '../../../client/src/transport/sshOptions.ts';
import {
  TransportError,
  type Transport,
  type TransportErrorReason,
} from '../../../client/src/transport/transport.ts';
import { startCuttingProxy } from '../../support/cuttingProxy.ts';
import { freePort } from '../../support/freePort.ts';
import { runProgram } from '../../support/runProgram.ts';
import { serverTransport } from '../../support/serverTransport.ts';
import { sshServerUnavailable, startSshServer, type SshServer } from '../../support/sshServer.ts';
import { until } from '../../support/until.ts';

const unavailable = await sshServerUnavailable();
const hostile = [
  '',
  ' ',
  "it's",
  '"',
  '$(id)',
  '`id`',
  '$HOME',
  'a\nb',
  '\\',
  '-n',
  '--',
  '*',
  '~',
  '!!',
  ';&|',
  'ü☃',
];

describe('SSH transport', { skip: unavailable ?? false }, () => {
  let server: SshServer;
  let local: string;
  const open: Transport[] = [];

  before(async () => {
    server = await startSshServer(['MaxSessions 10']);
    local = await mkdtemp(path.join(os.tmpdir(), 'dmtcp-condor-ssh-'));
  });
  after(async () => {
    for (const transport of open) transport.dispose();
    await server.stop();
    await rm(local, { recursive: true, force: true });
  });

  const connect = (options: Partial<SshOptions> = {}): Transport => {
    const transport = serverTransport(server, options);
    open.push(transport);
    return transport;
  };
  const refusal = async (action: Promise<unknown>, reason: TransportErrorReason): Promise<TransportError> => {
    const error = await action.then(
      () => assert.fail('it was not refused'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof TransportError, String(error));
    assert.equal(error.reason, reason, error.message);
    return error;
  };
  const file = (name: string): string => path.join(local, name);

  describe('host keys', () => {
    it('takes the known key, in plain and in hashed known_hosts', async () => {
      const hashed = file('hashed');
      await writeFile(hashed, await readFile(server.knownHostsFile));
      const made = await runProgram('ssh-keygen', ['-H', '-f', hashed]);
      assert.equal(made.code, 0, made.stderr);
      assert.match(await readFile(hashed, 'utf8'), /^\|1\|/m);
      for (const known of [server.knownHostsFile, hashed]) {
        const { stdout } = await connect({ knownHostsFiles: [known, file('missing')] }).exec(['echo', 'in']);
        assert.equal(stdout, 'in\n');
      }
    });
    it('refuses an unknown key without a question, and when the answer is no', async () => {
      const error = await refusal(connect({ knownHostsFiles: [file('none')] }).connect(), 'hostKeyUnknown');
      const shown = await runProgram('ssh-keygen', ['-lf', path.join(server.directory, 'host.pub')]);
      const fingerprint = /SHA256:\S+/.exec(shown.stdout)?.[0] ?? 'none';
      assert.ok(error.message.includes(fingerprint), error.message);
      let asked: UnknownHostKey | undefined;
      await refusal(
        connect({
          knownHostsFiles: [],
          confirmUnknownHostKey: (key) => {
            asked = key;
            return Promise.resolve(false);
          },
        }).connect(),
        'hostKeyUnknown',
      );
      assert.equal(asked?.fingerprint, fingerprint);
    });
    it('connects when the answer is yes; the line offered makes the key known', async () => {
      const known = file('remembered');
      await connect({
        knownHostsFiles: [],
        confirmUnknownHostKey: async (key) => {
          await writeFile(known, `${key.knownHostsLine}\n`);
          return true;
        },
      }).connect();
      await connect({ knownHostsFiles: [known] }).connect();
    });
    it('refuses a changed key, whatever anyone answers, and shows both fingerprints', async () => {
      const otherKey = await server.makeKey('other-host');
      const known = file('changed');
      await writeFile(known, `[127.0.0.1]:${server.port} ${await readFile(`${otherKey}.pub`, 'utf8')}`);
      const error = await refusal(
        connect({ knownHostsFiles: [known], confirmUnknownHostKey: () => Promise.resolve(true) }).connect(),
        'hostKeyChanged',
      );
      assert.equal(error.message.match(/SHA256:/g)?.length, 2, error.message);
      assert.ok(error.message.includes(`${known}, line 1`), error.message);
      const openssh = await runProgram('ssh', sshArguments(server, known));
      assert.notEqual(openssh.code, 0, 'OpenSSH refuses it too');
    });
    it('refuses a revoked key', async () => {
      const known = file('revoked');
      const key = await readFile(path.join(server.directory, 'host.pub'), 'utf8');
      await writeFile(known, `${await readFile(server.knownHostsFile, 'utf8')}@revoked * ${key}`);
      await refusal(connect({ knownHostsFiles: [known] }).connect(), 'hostKeyRevoked');
    });
    it('takes no plain key on the word of a @cert-authority line, as OpenSSH does not; says so', async () => {
      const known = file('authority');
      const authority = await readFile(`${await server.makeKey('authority')}.pub`, 'utf8');
      await writeFile(known, `@cert-authority * ${authority}`);
      let asked: UnknownHostKey | undefined;
      const error = await refusal(
        connect({
          knownHostsFiles: [known],
          confirmUnknownHostKey: (key) => {
            asked = key;
            return Promise.resolve(false);
          },
        }).connect(),
        'hostKeyUnknown',
      );
      assert.equal(asked?.hasAuthority, true);
      assert.match(error.message, /@cert-authority/);
      const openssh = await runProgram('ssh', sshArguments(server, known));
      assert.notEqual(openssh.code, 0, 'OpenSSH refuses it too');
    });
    it('sends nothing but the key exchange before the key is accepted', async () => {
      const watched = await startSshServer(['LogLevel DEBUG1']);
      try {
        const { port, userKey } = watched;
        const loggedIn = (): boolean => /userauth-request/.test(watched.log());
        let asked = false;
        await refusal(
          connect({
            port,
            knownHostsFiles: [],
            privateKeyFiles: [userKey],
            confirmUnknownHostKey: async () => {
              asked = true;
              await until('the keys are exchanged', () => /SSH2_MSG_NEWKEYS sent/.test(watched.log()));
              return false;
            },
          }).connect(),
          'hostKeyUnknown',
        );
        assert.ok(asked);
        await until('the server is left', () => /Connection (closed|reset)/.test(watched.log()));
        assert.equal(loggedIn(), false, watched.log());
        await connect({
          port,
          privateKeyFiles: [userKey],
          knownHostsFiles: [watched.knownHostsFile],
        }).connect();
        await until('a login is in the log', loggedIn);
      } finally {
        await watched.stop();
      }
    });
    it('asks the server for the type of key that is known', async () => {
      const rsa = await server.makeKey('rsa-host', { type: 'rsa' });
      const both = await startSshServer([`HostKey ${rsa}`]);
      try {
        const known = file('rsa-only');
        await writeFile(known, `[127.0.0.1]:${both.port} ${await readFile(`${rsa}.pub`, 'utf8')}`);
        const transport = serverTransport(both, { knownHostsFiles: [known] });
        await transport.connect();
        transport.dispose();
      } finally {
        await both.stop();
      }
    });
  });

  describe('logging in', () => {
    it('refuses a key that is not authorized, and says what the server takes', async () => {
      const key = await server.makeKey('stranger');
      const error = await refusal(connect({ privateKeyFiles: [key] }).connect(), 'authenticationFailed');
      assert.match(error.message, /publickey/);
      assert.ok(error.message.includes(key), error.message);
    });
    it('says that a named key file is missing, public, or no key', async () => {
      await writeFile(file('nonsense'), 'nonsense');
      for (const key of [file('missing'), `${server.userKey}.pub`, file('nonsense')]) {
        const error = await refusal(connect({ privateKeyFiles: [key] }).connect(), 'keyUnreadable');
        assert.ok(error.message.includes(key), error.message);
      }
    });
    it('asks for a passphrase, again after a wrong one; gives up when nobody answers', async () => {
      const key = await server.makeKey('locked', { passphrase: 'open sesame' });
      const authorized = path.join(server.directory, 'authorized_keys');
      await writeFile(
        authorized,
        (await readFile(authorized, 'utf8')) + (await readFile(`${key}.pub`, 'utf8')),
      );
      const asked: boolean[] = [];
      await connect({
        privateKeyFiles: [key],
        askPassphrase: (_file, again) => {
          asked.push(again);
          return Promise.resolve(again ? 'open sesame' : 'wrong');
        },
      }).connect();
      assert.deepEqual(asked, [false, true]);
      await refusal(connect({ privateKeyFiles: [key] }).connect(), 'keyUnreadable');
    });
    it('uses an agent, and goes on without one that is dead', async () => {
      const agent = path.join(server.directory, 'agent');
      const started = await runProgram('ssh-agent', ['-a', agent]);
      const pid = /SSH_AGENT_PID=(\d+)/.exec(started.stdout)?.[1];
      assert.ok(pid !== undefined, started.stderr);
      try {
        const added = await runProgram('ssh-add', ['-q', server.userKey], {
          env: { ...process.env, SSH_AUTH_SOCK: agent },
        });
        assert.equal(added.code, 0, added.stderr);
        await connect({ privateKeyFiles: [], agent }).connect();
      } finally {
        process.kill(Number(pid));
      }
      await until('the agent has ended', () => !existsSync(agent));
      await connect({ agent, privateKeyFiles: [] })
        .connect()
        .then(
          () => assert.fail('nothing was left to log in with'),
          () => undefined,
        );
      const stranger = path.join(server.directory, 'stranger');
      await connect({ agent, defaultKeyFiles: [stranger, server.userKey], privateKeyFiles: [] }).connect();
    });
  });

  describe('a host that does not answer', () => {
    it('says that nothing listens', async () => {
      await refusal(connect({ port: await freePort() }).connect(), 'unreachable');
    });
    it('says that there is no such host', async () => {
      await refusal(connect({ host: 'no-such-host.invalid' }).connect(), 'unreachable');
    });
    it('says that what listens stays silent', async () => {
      const silent = createServer(() => undefined);
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      const address = silent.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      await refusal(connect({ port, readyTimeoutMs: 300 }).connect(), 'timeout');
      silent.close();
    });
    it('says that what listens is no SSH server', async () => {
      const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
      const address = web.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      await refusal(connect({ port, readyTimeoutMs: 3000 }).connect(), 'protocol');
      web.close();
    });
  });

  describe('exec', () => {
    it('hands any arguments over unharmed', async () => {
      const transport = connect();
      const echo = async (words: readonly string[]): Promise<readonly string[]> => {
        const { stdout } = await transport.exec(['printf', '%s\\0', ...words]);
        return stdout.split('\0').slice(0, -1);
      };
      assert.deepEqual(await echo(hostile), hostile);
      const word = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\0', ''));
      await fc.assert(
        fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 100 }), async (words) => {
          assert.deepEqual(await echo(words), words);
        }),
        { numRuns: 30 },
      );
    });
    it('gives exit code, signal, standard error, input and directory', async () => {
      const transport = connect();
      const failed = await transport.exec(['sh', '-c', 'cat; pwd; echo no >&2; exit 7'], {
        input: 'in ',
        cwd: '/usr/bin',
      });
      assert.deepEqual(failed, { code: 7, signal: undefined, stdout: 'in /usr/bin\n', stderr: 'no\n' });
      const killed = await transport.exec(['sh', '-c', 'kill -9 $$']);
      assert.deepEqual([killed.code, killed.signal], [undefined, 'SIGKILL']);
      const lost = await transport.exec(['true'], { cwd: '/no such directory' });
      assert.notEqual(lost.code, 0);
      assert.match(lost.stderr, /no such directory/);
    });
    it('has the exit code of every command, however quick', async () => {
      const transport = connect();
      const codes = new Set<number | undefined>();
      await Promise.all(
        Array.from({ length: 5 }, async () => {
          for (let count = 0; count < 30; count++)
            codes.add((await transport.exec(['sh', '-c', 'exit 3'])).code);
        }),
      );
      assert.deepEqual([...codes], [3]);
    });
    it('says that a program is not there', async () => {
      await refusal(connect().exec(['condor_no_such_tool']), 'commandNotFound');
    });
    it('stops at its time limit and when it is cancelled; a program that writes ends', async () => {
      const transport = connect();
      const marker = `marker-${process.pid}`;
      // sshd signals nobody's programs when it runs without privilege separation, as it does for root:
      // there it is the closed pipe that ends them. test/client/condor/pool.system.test.ts has the other case.
      const endless = ['sh', '-c', 'while echo tick; do sleep 0.02; done', marker];
      await refusal(transport.exec(endless, { timeoutMs: 200 }), 'timeout');
      const stop = new AbortController();
      const cancelled = refusal(transport.exec(endless, { signal: stop.signal }), 'cancelled');
      stop.abort();
      await cancelled;
      await until('none is left', async () => {
        const { stdout } = await runProgram('ps', ['-e', '-o', 'args=']);
        return !stdout.includes(marker);
      });
    });
    it('runs 40 at a time through the 10 sessions that the server allows', async () => {
      const transport = connect();
      const results = await Promise.all(
        Array.from({ length: 40 }, (_, index) => transport.exec(['sh', '-c', `sleep 0.05; echo ${index}`])),
      );
      assert.deepEqual(
        results.map((result) => Number(result.stdout)),
        Array.from({ length: 40 }, (_, index) => index),
      );
    });
    it('runs them all where the server allows fewer than expected', async () => {
      const few = await startSshServer(['MaxSessions 3']);
      try {
        const transport = serverTransport(few);
        const results = await Promise.all(
          Array.from({ length: 20 }, (_, index) => transport.exec(['sh', '-c', `sleep 0.02; echo ${index}`])),
        );
        assert.equal(new Set(results.map((result) => result.stdout)).size, 20);
        transport.dispose();
      } finally {
        await few.stop();
      }
    });
    it('leaves sessions to commands however many streams are open', async () => {
      const transport = connect();
      const streams = Array.from({ length: 7 }, () =>
        transport.stream(['sh', '-c', 'while echo up; do sleep 0.02; done']),
      );
      for (const stream of streams) await firstChunk(stream.stdout);
      assert.equal((await transport.exec(['echo', 'still here'])).stdout, 'still here\n');
      const end = await transport.stream(['true']).closed;
      assert.ok(end.kind === 'failed' && end.error.reason === 'tooManyStreams');
      const waits = transport.stream(['echo', 'at last'], { whenFull: 'wait' });
      assert.deepEqual([transport.sessions.tails, transport.sessions.tailLimit], [7, 7]);
      for (const stream of streams) stream.kill();
      for (const stream of streams) assert.equal((await stream.closed).kind, 'killed');
      assert.equal((await waits.closed).kind, 'exit');
      await until(
        'sessions are free again',
        async () => (await transport.stream(['true']).closed).kind === 'exit',
      );
    });
  });

  describe('files', () => {
    it('puts and gets files whole, with mode and progress, whatever their names', async () => {
      const transport = connect();
      const there = file('there');
      await transport.exec(['mkdir', there]);
      const big = randomBytes(5_000_000);
      await writeFile(file('big'), big);
      const names = ['plain', '-dash', "qu'ote", '$(id)', 'new\nline', 'ünïcödé', 'spaces  two'];
      const seen: number[] = [];
      await transport.put(
        [
          { source: { path: file('big') }, target: path.join(there, 'big'), mode: 0o755 },
          { source: { bytes: new Uint8Array() }, target: path.join(there, 'empty'), mode: 0o600 },
          ...names.map((name) => ({
            source: { bytes: Buffer.from(`content of ${name}`) },
            target: path.join(there, name),
            mode: 0o644,
          })),
        ],
        { progress: (sent, total) => seen.push(sent / total) },
      );
      assert.ok(big.equals(await readFile(path.join(there, 'big'))));
      assert.equal((await stat(path.join(there, 'big'))).mode & 0o777, 0o755);
      assert.equal((await stat(path.join(there, 'empty'))).size, 0);
      assert.equal(seen.at(-1), 1);
      assert.deepEqual([...(await readdir(there))].sort(), ['big', 'empty', ...names].sort());
      for (const name of names) {
        const back = file(`back-${names.indexOf(name)}`);
        await transport.get(path.join(there, name), back);
        assert.equal(await readFile(back, 'utf8'), `content of ${name}`);
      }
      await transport.get(path.join(there, 'big'), file('big-back'));
      assert.ok(big.equals(await readFile(file('big-back'))));
    });
    it('puts many files into many directories, over one stream and over several', async () => {
      const transport = connect();
      const many = file('many');
      const directories = Array.from({ length: 30 }, (_, index) =>
        path.join(many, `${'d'.repeat(60)}${index}`),
      );
      await transport.exec(['mkdir', '-p', ...directories]);
      const names = Array.from({ length: 600 }, (_, index) =>
        path.join(directories[index % 30] ?? '', `${'n'.repeat(60)}${index}`),
      );
      for (const uploadSpread of [undefined, { parallel: 6, batchBytes: 2000 }]) {
        const files = names.map((name) => ({
          source: { bytes: Buffer.from(`${name} ${uploadSpread?.parallel ?? 1}`) },
          target: name,
          mode: 0o640,
        }));
        await connect(uploadSpread === undefined ? {} : { uploadSpread }).put(files);
        for (const name of [names[0], names[599]])
          assert.equal(await readFile(name ?? '', 'utf8'), `${name ?? ''} ${uploadSpread?.parallel ?? 1}`);
      }
      const all = await readdir(many, { recursive: true, withFileTypes: true });
      assert.equal(all.filter((entry) => entry.isFile()).length, 600);
      assert.equal(all.length, 630, 'nothing else is left');
    });
    it('goes on where an upload was cut off: what arrived is whole and stays', async () => {
      const transport = connect({ uploadSpread: { parallel: 2, batchBytes: 2_000_000 } });
      const cut = file('cut');
      await transport.exec(['mkdir', cut]);
      const files = Array.from({ length: 40 }, (_, index) => ({
        source: { bytes: randomBytes(500_000) },
        target: path.join(cut, `file${index}`),
        mode: 0o644,
      }));
      const stop = new AbortController();
      await refusal(
        transport.put(files, {
          signal: stop.signal,
          progress: (sent, total) => {
            if (sent > total / 2) stop.abort();
          },
        }),
        'cancelled',
      );
      await until('nothing half is left', async () =>
        (await readdir(cut)).every((name) => name.startsWith('file')),
      );
      const arrived = await readdir(cut);
      assert.ok(arrived.length > 0 && arrived.length < 40, `${arrived.length} have arrived`);
      for (const { source, target } of files) {
        if (arrived.includes(path.basename(target))) assert.ok(source.bytes.equals(await readFile(target)));
      }
    });
    it('leaves the old file and nothing else when a put is cancelled or fails', async () => {
      const transport = connect();
      const place = file('place');
      await transport.exec(['mkdir', place]);
      const target = path.join(place, 'target');
      await writeFile(target, 'old');
      const stop = new AbortController();
      const bytes = randomBytes(30_000_000);
      await refusal(
        transport.put([{ source: { bytes }, target, mode: 0o644 }], {
          signal: stop.signal,
          progress: () => stop.abort(),
        }),
        'cancelled',
      );
      await refusal(
        transport.put([{ source: { bytes }, target: path.join(place, 'no', 'where'), mode: 0o644 }]),
        'fileFailed',
      );
      await refusal(transport.put([{ source: { path: place }, target, mode: 0o644 }]), 'fileFailed');
      await until('what was begun is gone', async () => (await readdir(place)).length === 1);
      assert.equal((await stat(target)).size, 3);
    });
    it('says that the disk there is full, and leaves what was there', async (t) => {
      const small = file('small');
      await mkdir(small);
      const mounted = await runProgram('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]);
      if (mounted.code !== 0) return t.skip(`no file system can be mounted here: ${mounted.stderr.trim()}`);
      try {
        await writeFile(path.join(small, 'kept'), 'old');
        const files = ['kept', 'other'].map((name) => ({
          source: { bytes: randomBytes(800_000) },
          target: path.join(small, name),
          mode: 0o644,
        }));
        const error = await refusal(connect().put(files), 'fileFailed');
        assert.match(error.message, /did not arrive whole; \d+ KiB are free in .*is the disk full/);
        await until('what was begun is gone', async () => (await readdir(small)).length === 1);
        assert.equal(await readFile(path.join(small, 'kept'), 'utf8'), 'old');
      } finally {
        await runProgram('umount', [small]);
      }
    });
    it('leaves the local file and nothing else when a get fails', async () => {
      const transport = connect();
      await writeFile(file('kept'), 'old');
      const before = (await readdir(local)).length;
      await refusal(transport.get(file('missing'), file('kept')), 'fileFailed');
      await refusal(transport.get('/usr', file('kept')), 'fileFailed');
      assert.equal(await readFile(file('kept'), 'utf8'), 'old');
      assert.equal((await readdir(local)).length, before);
    });
  });

  describe('a server that dies', () => {
    it('ends streams with the reason, tells listeners, and is used again when it is back', async () => {
      const transport = connect();
      const lost: TransportError[] = [];
      transport.onDidChangeState((state) => {
        if (state.kind === 'reconnecting') lost.push(state.error);
      });
      const stream = transport.stream(['sh', '-c', 'while :; do echo tick; sleep 0.02; done']);
      let bytes = 0;
      for await (const chunk of stream.stdout) {
        bytes += chunk.byteLength;
        if (bytes > 25) await server.kill();
      }
      const end = await stream.closed;
      assert.ok(end.kind === 'failed' && end.error.reason === 'disconnected', end.kind);
      assert.equal(lost[0]?.reason, 'disconnected');
      await refusal(transport.exec(['true']), 'unreachable');
      await server.restart();
      await until('it has come back by itself', () => transport.state.kind === 'connected');
      assert.equal((await transport.exec(['echo', 'again'])).stdout, 'again\n');
    });
    it('rejects a command that it cut off', async () => {
      const transport = connect();
      await transport.connect();
      const cut = refusal(transport.exec(['sleep', '60']), 'disconnected');
      await until('it runs', async () => (await transport.exec(['pgrep', '-xf', 'sleep 60'])).code === 0);
      await server.kill();
      await cut;
      await server.restart();
    });
  });

  it('comes back by itself each time the network is cut', async () => {
    const proxy = await startCuttingProxy(server.port);
    try {
      const known = file('through-proxy');
      const key = await readFile(path.join(server.directory, 'host.pub'), 'utf8');
      await writeFile(known, `[127.0.0.1]:${proxy.port} ${key}`);
      const transport = connect({ port: proxy.port, knownHostsFiles: [known] });
      for (let round = 0; round < 5; round++) {
        const running = transport.stream(['sh', '-c', 'echo up; exec sleep 60']);
        await firstChunk(running.stdout);
        proxy.cut();
        const end = await running.closed;
        assert.ok(end.kind === 'failed' && end.error.reason === 'disconnected', end.kind);
        await until('it is open again', () => transport.state.kind === 'connected');
        assert.deepEqual([transport.sessions.used, transport.sessions.waiting], [0, 0]);
      }
    } finally {
      await proxy.stop();
    }
  });
  it('runs nothing any more once it is disposed', async () => {
    const transport = connect();
    await transport.connect();
    const stream = transport.stream(['sleep', '60']);
    transport.dispose();
    assert.notEqual((await stream.closed).kind, 'exit');
    await refusal(transport.exec(['true']), 'cancelled');
  });
});

async function firstChunk(stream: AsyncIterable<Uint8Array>): Promise<void> {
  const { done } = await stream[Symbol.asyncIterator]().next();
  assert.notEqual(done, true);
}

const sshArguments = (server: SshServer, known: string): readonly string[] => [
  ...[
    '-F',
    'none',
    '-o',
    'BatchMode=yes',
    '-o',
    `UserKnownHostsFile=${known}`,
    '-o',
    'GlobalKnownHostsFile=none',
  ],
  ...['-o', 'StrictHostKeyChecking=yes', '-i', server.userKey, '-p', String(server.port)],
  ...[`${server.user}@${server.host}`, 'true'],
];
