/** Hosts that are reached through other hosts, or through a program: real OpenSSH servers on loopback. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createSshTransport } from '../../../client/src/transport/ssh.ts';
import { resolveSshOptions } from '../../../client/src/transport/sshConfig.ts';
import type { SshOptions, UnknownHostKey } from '../../../client/src/transport/sshOptions.ts';
import { TransportError, type Transport } from '../../../client/src/transport/transport.ts';
import { freePort } from '../../support/freePort.ts';
import { sshServerUnavailable, startSshServer, type SshServer } from '../../support/sshServer.ts';
import { until } from '../../support/until.ts';

const unavailable = await sshServerUnavailable();

describe('a host behind others', { skip: unavailable ?? false }, () => {
  let home: string;
  let first: SshServer;
  let second: SshServer;
  let target: SshServer;
  const open: Transport[] = [];

  before(async () => {
    home = await mkdtemp(path.join(os.tmpdir(), 'dmtcp-condor-proxy-'));
    await mkdir(path.join(home, '.ssh'));
    [first, second, target] = await Promise.all([startSshServer(), startSshServer(), startSshServer()]);
    const known = await Promise.all(
      [first, second, target].map((one) => readFile(one.knownHostsFile, 'utf8')),
    );
    await writeFile(path.join(home, '.ssh/known_hosts'), known.join(''));
  });
  after(async () => {
    for (const transport of open) transport.dispose();
    await Promise.all([first, second, target].map((one) => one.stop()));
    await rm(home, { recursive: true, force: true });
  });

  /** The way to each server; `extra` lines come first. */
  const configuration = (extra: string): string =>
    `${extra}\n${Object.entries({ first, second, target })
      .map(([name, { port, userKey }]) => {
        return `Host ${name}\n HostName 127.0.0.1\n Port ${port}\n User root\n IdentityFile ${userKey}\n`;
      })
      .join('')}`;
  async function connect(extra: string, more: Partial<SshOptions> = {}): Promise<Transport> {
    const config = path.join(home, '.ssh/config');
    await writeFile(config, configuration(extra), { mode: 0o600 });
    const options = await resolveSshOptions(
      { host: 'target' },
      { home, userName: 'nobody', environment: {}, configFiles: [config], systemKnownHosts: [] },
    );
    const transport = createSshTransport({ ...options, ...more });
    open.push(transport);
    return transport;
  }
  const connectionOf = async (transport: Transport): Promise<string> =>
    (await transport.exec(['sh', '-c', 'echo $SSH_CONNECTION'])).stdout.trim();
  const reasonOf = (transport: Transport): Promise<string> =>
    transport.connect().then(
      () => 'none',
      (error: unknown) =>
        error instanceof TransportError ? `${error.reason}: ${error.message}` : String(error),
    );

  it('is reached through two hops, with files of both ways', async () => {
    const transport = await connect('Host target\n ProxyJump first,second');
    assert.match(await connectionOf(transport), new RegExp(` ${target.port}$`));
    const there = path.join(home, 'there');
    const bytes = Buffer.alloc(3_000_000, 'hop');
    await transport.put([{ source: { bytes }, target: there, mode: 0o600 }]);
    await transport.get(there, path.join(home, 'back'));
    assert.ok(bytes.equals(await readFile(path.join(home, 'back'))));
  });
  it('goes the way that each hop’s own section says', async () => {
    const transport = await connect('Host target\n ProxyJump second\nHost second\n ProxyJump first');
    const ways = await Promise.all([first, second].map((one) => establishedTo(one.port)));
    await transport.connect();
    const now = await Promise.all([first, second].map((one) => establishedTo(one.port)));
    assert.deepEqual(
      now.map((count, i) => count > (ways[i] ?? 0)),
      [true, true],
    );
    transport.dispose();
    await until('every hop is left', async () => {
      const counts = await Promise.all([first, second].map((one) => establishedTo(one.port)));
      return counts.every((count, i) => count <= (ways[i] ?? 0));
    });
  });
  it('is reached through a program of the configuration, here OpenSSH itself', async () => {
    const command = `ssh -F ${path.join(home, '.ssh/config')} -o UserKnownHostsFile=${path.join(home, '.ssh/known_hosts')} -W %h:%p first`;
    const transport = await connect(`Host target\n ProxyCommand ${command}`);
    assert.match(await connectionOf(transport), new RegExp(` ${target.port}$`));
    const { code } = await transport.exec(['sh', '-c', 'exit 3']);
    assert.equal(code, 3);
  });
  it('hands the tokens of ProxyCommand over', async () => {
    const proof = path.join(home, 'tokens');
    const transport = await connect(`Host target\n ProxyCommand echo %h %p %r %n %% > ${proof}`);
    assert.match(await reasonOf(transport), /^disconnected: .*ProxyCommand/);
    assert.equal(await readFile(proof, 'utf8'), `127.0.0.1 ${target.port} root target %\n`);
  });
  it('says what the program said when it fails', async () => {
    const transport = await connect('Host target\n ProxyCommand sh -c "echo no route today >&2; exit 7"');
    assert.match(await reasonOf(transport), /exit code 7 and said: no route today/);
    const gone = await connect('Host target\n ProxyCommand /no/such/program %h');
    assert.match(await reasonOf(gone), /\/no\/such\/program 127\.0\.0\.1 ended with exit code 127/);
  });
  it('checks the key of each hop, and sends nothing on before', async () => {
    const unknown = path.join(home, 'only-target');
    await writeFile(unknown, await readFile(target.knownHostsFile));
    const asked: UnknownHostKey[] = [];
    const before = await establishedTo(second.port);
    const transport = await connect(
      `Host first second\n UserKnownHostsFile ${unknown}\nHost target\n ProxyJump first,second`,
      {
        confirmUnknownHostKey: (key) => {
          asked.push(key);
          return Promise.resolve(key.port === first.port);
        },
      },
    );
    assert.match(await reasonOf(transport), /^hostKeyUnknown: .*127\.0\.0\.1/);
    assert.deepEqual(
      asked.map((key) => key.port),
      [first.port, second.port],
    );
    await until('the hops are left', async () => (await establishedTo(second.port)) <= before);
  });
  it('refuses a hop whose key has changed, whatever anyone answers', async () => {
    const changed = path.join(home, 'changed');
    const other = await readFile(`${await first.makeKey('other')}.pub`, 'utf8');
    await writeFile(changed, `[127.0.0.1]:${first.port} ${other}`);
    const transport = await connect(
      `Host first\n UserKnownHostsFile ${changed}\nHost target\n ProxyJump first`,
      {
        confirmUnknownHostKey: () => Promise.resolve(true),
      },
    );
    assert.match(await reasonOf(transport), /^hostKeyChanged/);
  });
  it('says which hop could not be reached from where', async () => {
    const port = await freePort();
    const transport = await connect(`Host target\n Port ${port}\n ProxyJump first`);
    const reason = await reasonOf(transport);
    assert.match(
      reason,
      new RegExp(`^unreachable: 127\\.0\\.0\\.1, port ${port} cannot be reached through root@127`),
    );
  });
  it('comes back by itself when a hop has restarted', async () => {
    const transport = await connect('Host target\n ProxyJump first');
    await transport.connect();
    await first.restart();
    await until('it is open again', () => transport.state.kind === 'connected');
    assert.match(await connectionOf(transport), new RegExp(` ${target.port}$`));
  });
  it('adds an unknown key to the first file where the configuration accepts new ones', async () => {
    const file = path.join(home, 'new');
    const strict = `Host target\n UserKnownHostsFile ${file} ${file}2\n HashKnownHosts yes\n StrictHostKeyChecking`;
    assert.match(await reasonOf(await connect(`${strict} yes`)), /^hostKeyUnknown/);
    await (await connect(`${strict} accept-new`)).connect();
    assert.match(await readFile(file, 'utf8'), /^\|1\|/);
    await (await connect(`${strict} yes`)).connect();
  });
});

/** Connections to a port of loopback, by the kernel's own table. */
async function establishedTo(port: number): Promise<number> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const table = await readFile('/proc/net/tcp', 'utf8');
  return table.split('\n').filter((line) => new RegExp(`^\\s*\\d+: \\w+:\\w+ \\w+:${hex} 01 `).test(line))
    .length;
}
