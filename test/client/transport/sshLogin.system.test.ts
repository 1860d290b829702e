/** Passwords and several factors: a real sshd with PAM, and a double for questions that PAM's base modules do not ask. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createSshTransport } from '../../../client/src/transport/ssh.ts';
import type { PromptRequest, SshOptions } from '../../../client/src/transport/sshOptions.ts';
import { TransportError, type Transport } from '../../../client/src/transport/transport.ts';
import { runProgram } from '../../support/runProgram.ts';
import { sshServerUnavailable, startSshServer, type SshServer } from '../../support/sshServer.ts';
import { startTwoFactorServer } from '../../support/twoFactorServer.ts';
import { until } from '../../support/until.ts';

const unavailable = await sshServerUnavailable();
const password = 'open $(sesame) "now"';

const reasonOf = (transport: Transport): Promise<string> =>
  transport.connect().then(
    () => 'none',
    (error: unknown) =>
      error instanceof TransportError ? `${error.reason}: ${error.message}` : String(error),
  );

describe('logging in with passwords and several factors', { skip: unavailable ?? false }, () => {
  const servers: SshServer[] = [];
  const open: Transport[] = [];
  after(async () => {
    for (const transport of open) transport.dispose();
    await Promise.all(servers.map((server) => server.stop()));
  });

  async function serve(config: readonly string[]): Promise<SshServer> {
    const server = await startSshServer(config, { pamPassword: password });
    servers.push(server);
    return server;
  }
  const connect = (server: SshServer, more: Partial<SshOptions>): Transport => {
    const { host, port, user } = server;
    const transport = createSshTransport({
      host,
      port,
      user,
      knownHostsFiles: [server.knownHostsFile],
      ...more,
    });
    open.push(transport);
    return transport;
  };
  const runs = async (transport: Transport): Promise<void> =>
    assert.equal((await transport.exec(['echo', 'in'])).stdout, 'in\n');

  describe('an sshd that takes passwords', () => {
    let server: SshServer;
    before(async () => {
      server = await serve(['PasswordAuthentication yes']);
    });
    it('asks again after a wrong one', async () => {
      const asked: string[] = [];
      const transport = connect(server, {
        askPassword: (who, again) => {
          asked.push(`${who} ${String(again)}`);
          return Promise.resolve(again ? password : 'wrong');
        },
      });
      await runs(transport);
      assert.deepEqual(asked, ['root@127.0.0.1 false', 'root@127.0.0.1 true']);
    });
    it('gives up after three, and says what was offered', async () => {
      let asked = 0;
      const reason = await reasonOf(
        connect(server, { askPassword: () => Promise.resolve(`wrong ${asked++}`) }),
      );
      assert.match(
        reason,
        /^authenticationFailed: .*The server takes: publickey, ?password.*Offered: a password/,
      );
      assert.equal(asked, 3);
    });
    it('is not asked when a person gives up, or nobody may be asked', async () => {
      assert.match(
        await reasonOf(connect(server, { askPassword: () => Promise.resolve(undefined) })),
        /^cancelled/,
      );
      const asks = { askPassword: () => assert.fail('asked') };
      assert.match(await reasonOf(connect(server, { ...asks, asksNothing: true })), /^authenticationFailed/);
      assert.match(
        await reasonOf(connect(server, { ...asks, methods: ['publickey'] })),
        /^authenticationFailed/,
      );
    });
    it('comes back by itself when the password is still known', async () => {
      let asked = 0;
      const transport = connect(server, {
        askPassword: () => Promise.resolve(++asked === 0 ? '' : password),
      });
      await runs(transport);
      await server.restart();
      await until('it is open again', () => transport.state.kind === 'connected');
      await runs(transport);
    });
    it('waits for a person when it comes back and nobody answers', async () => {
      let present = true;
      const transport = connect(server, {
        askPassword: () => Promise.resolve(present ? password : undefined),
      });
      await runs(transport);
      present = false;
      await server.restart();
      await until('it has given up', () => transport.state.kind === 'failed');
      const { state } = transport;
      assert.ok(state.kind === 'failed' && state.error.message.includes('Connect again to be asked'));
      present = true;
      await runs(transport);
    });
  });

  it('answers keyboard-interactive questions of PAM', async () => {
    const server = await serve(['KbdInteractiveAuthentication yes']);
    const seen: PromptRequest[] = [];
    const transport = connect(server, {
      askPrompts: (request) => {
        seen.push(request);
        return Promise.resolve([request.again ? password : 'wrong']);
      },
    });
    await runs(transport);
    assert.deepEqual(
      seen.map(({ prompts, again }) => [
        prompts.length,
        prompts[0]?.echo,
        /password/i.test(prompts[0]?.text ?? ''),
        again,
      ]),
      [
        [1, false, true, false],
        [1, false, true, true],
      ],
    );
  });
  it('gives a key and then a password where the server wants both', async () => {
    const server = await serve([
      'KbdInteractiveAuthentication yes',
      'AuthenticationMethods publickey,keyboard-interactive',
    ]);
    const keys = { privateKeyFiles: [server.userKey] };
    await runs(connect(server, { ...keys, askPrompts: () => Promise.resolve([password]) }));
    const refused = await reasonOf(
      connect(server, { ...keys, askPrompts: () => Promise.resolve(['wrong']) }),
    );
    assert.match(refused, /^authenticationFailed: .*It took key .*, and wants more\..*second factor/);
    assert.match(
      await reasonOf(connect(server, { askPrompts: () => assert.fail('asked') })),
      /^authenticationFailed/,
    );
  });
  it('gives a password and then a key, whichever comes first', async () => {
    const server = await serve(['PasswordAuthentication yes', 'AuthenticationMethods password,publickey']);
    await runs(
      connect(server, { privateKeyFiles: [server.userKey], askPassword: () => Promise.resolve(password) }),
    );
  });
  it('offers just the keys of the files that the agent holds, where the configuration wants it so', async () => {
    // Seven strangers would use up the tries that sshd allows.
    const server = await startSshServer(['MaxAuthTries 3']);
    servers.push(server);
    const agent = path.join(server.directory, 'agent');
    const started = await runProgram('ssh-agent', ['-a', agent]);
    const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(started.stdout)?.[1]);
    try {
      const strangers = await Promise.all(['a', 'b', 'c', 'd'].map((name) => server.makeKey(name)));
      const env = { ...process.env, SSH_AUTH_SOCK: agent };
      for (const key of [...strangers, server.userKey]) await runProgram('ssh-add', ['-q', key], { env });
      assert.match(
        await reasonOf(connect(server, { agent })),
        /^(authenticationFailed|disconnected|protocol)/,
      );
      // Of the file itself only the public half is here.
      const half = path.join(server.directory, 'half');
      await writeFile(`${half}.pub`, await readFile(`${server.userKey}.pub`));
      await runs(connect(server, { agent, agentKeysOfFilesOnly: true, defaultKeyFiles: [half] }));
      assert.match(
        await reasonOf(
          connect(server, { agent, agentKeysOfFilesOnly: true, defaultKeyFiles: [`${half}-none`] }),
        ),
        /^authenticationFailed/,
      );
    } finally {
      process.kill(pid);
    }
  });
});

describe('several questions at once and in a row (a test double asks them)', () => {
  const rounds = [
    {
      title: 'Cluster login',
      prompts: [
        { prompt: 'Password: ', echo: false },
        { prompt: 'Verification code: ', echo: true },
      ],
      answers: ['secret', '123456'],
    },
    { title: '', prompts: [{ prompt: 'Which project? ', echo: true }], answers: ['physics'] },
  ];
  it('answers all of them; says what to do when the second factor is refused', async () => {
    const server = await startTwoFactorServer(rounds);
    const directory = await mkdtemp(path.join(os.tmpdir(), 'dmtcp-condor-factors-'));
    try {
      const known = path.join(directory, 'known_hosts');
      await writeFile(known, `[127.0.0.1]:${server.port} ${server.hostKey}\n`);
      const seen: PromptRequest[] = [];
      const login = (code: (request: PromptRequest) => string): Transport =>
        createSshTransport({
          ...{ host: '127.0.0.1', port: server.port, user: 'me', knownHostsFiles: [known] },
          askPrompts: (request) => {
            seen.push(request);
            return Promise.resolve(request.prompts.length === 2 ? ['secret', code(request)] : ['physics']);
          },
        });
      const good = login(({ again }) => (again ? '123456' : '000000'));
      assert.equal((await good.exec(['anything'])).stdout, 'in\n');
      good.dispose();
      assert.deepEqual(
        seen.map(({ title, prompts, again }) => [title, prompts.map((prompt) => prompt.echo), again]),
        [
          ['Cluster login', [false, true], false],
          ['Cluster login', [false, true], true],
          ['', [true], true],
        ],
      );
      const bad = login(() => 'wrong');
      assert.match(
        await reasonOf(bad),
        /^authenticationFailed: .*keyboard-interactive.*answers to its questions \(3 times\).*a code may have run out/,
      );
      bad.dispose();
    } finally {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    }
  });
});
