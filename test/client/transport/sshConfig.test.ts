import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  resolveSshOptions,
  type ResolvedSshOptions,
  type SshTarget,
} from '../../../client/src/transport/sshConfig.ts';
import { TransportError } from '../../../client/src/transport/transport.ts';

const defaults = {
  unknownHostKeys: 'ask',
  hashKnownHosts: false,
  agentKeysOfFilesOnly: false,
  asksNothing: false,
  methods: ['publickey', 'keyboard-interactive', 'password'],
};

// sshConfig.system.test.ts holds the same against OpenSSH's own reading.
describe('resolveSshOptions', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(path.join(os.tmpdir(), 'dmtcp-condor-config-'));
    await mkdir(path.join(home, '.ssh'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const inSsh = (name: string): string => path.join(home, '.ssh', name);
  async function resolve(config: string, target: Partial<SshTarget> = {}): Promise<ResolvedSshOptions> {
    await writeFile(inSsh('config'), config);
    return resolveSshOptions(
      { host: 'ap', ...target },
      {
        home,
        userName: 'me',
        environment: { SSH_AUTH_SOCK: '/run/agent', KEYS: '/keys' },
        configFiles: [inSsh('config'), inSsh('system')],
        systemKnownHosts: ['/etc/ssh/ssh_known_hosts'],
      },
    );
  }

  it('has OpenSSH’s defaults where nothing is said', async () => {
    assert.deepEqual(await resolve(''), {
      name: 'ap',
      host: 'ap',
      port: 22,
      user: 'me',
      knownHostsFiles: [inSsh('known_hosts'), inSsh('known_hosts2'), '/etc/ssh/ssh_known_hosts'],
      privateKeyFiles: [],
      defaultKeyFiles: ['id_ed25519', 'id_ecdsa', 'id_rsa'].map(inSsh),
      agent: '/run/agent',
      ...defaults,
    });
  });
  it('takes what the host’s sections say, the first value first', async () => {
    const options = await resolve(`
      Host a? !ax
        hostname %h.example.org
        USER alice
        Port=2222
        IdentityFile ~/keys/%r
        IdentityFile "\${KEYS}/with space"
        HostKeyAlias pool
        UserKnownHostsFile ~/known /all/known
        ServerAliveInterval 30
        ConnectTimeout 5
      Host *
        User bob
        Port 22`);
    assert.deepEqual(options, {
      name: 'alice@ap',
      host: 'ap.example.org',
      port: 2222,
      user: 'alice',
      hostKeyAlias: 'pool',
      knownHostsFiles: [path.join(home, 'known'), '/all/known', '/etc/ssh/ssh_known_hosts'],
      privateKeyFiles: [],
      defaultKeyFiles: [path.join(home, 'keys/alice'), '/keys/with space'],
      agent: '/run/agent',
      keepaliveMs: 30_000,
      readyTimeoutMs: 5000,
      ...defaults,
    });
  });
  it('lets the settings win', async () => {
    const options = await resolve(
      'Host *\n User alice\n Port 2222\n IdentityFile ~/other\n UserKnownHostsFile /x',
      {
        user: 'bob',
        port: 23,
        identityFile: '~/mine',
        knownHostsFile: '/y',
      },
    );
    assert.equal(`${options.name} ${options.user} ${options.port}`, 'bob@ap bob 23');
    assert.deepEqual(options.privateKeyFiles, [path.join(home, 'mine')]);
    assert.deepEqual(options.defaultKeyFiles, []);
    assert.deepEqual(options.knownHostsFiles, ['/y']);
  });
  it('reads Includes, and the system’s file last', async () => {
    await mkdir(inSsh('conf.d'));
    await writeFile(inSsh('conf.d/10'), 'Host ap\n  User included\n');
    await writeFile(inSsh('conf.d/20'), 'Host ap\n  User late\n  Port 20\n');
    await writeFile(inSsh('system'), 'User system\nPort 30\nHostName from.system\n');
    const options = await resolve('Include conf.d/*\nInclude ~/missing\n');
    assert.equal(`${options.user} ${options.port} ${options.host}`, 'included 20 from.system');
  });
  it('uses the agent that is named, or none', async () => {
    assert.equal((await resolve('IdentityAgent ~/agent')).agent, path.join(home, 'agent'));
    assert.equal((await resolve('IdentityAgent none')).agent, undefined);
    assert.equal((await resolve('IdentityAgent $KEYS')).agent, '/keys');
    const only = await resolve('IdentitiesOnly yes\nIdentityFile ~/k');
    assert.deepEqual([only.agent, only.agentKeysOfFilesOnly], ['/run/agent', true]);
  });
  it('looks at Match exec as ssh does, and only where the section can matter', async () => {
    const proof = path.join(home, 'proof');
    const options = await resolve(
      `Match host other exec "touch ${proof}"\n User wrong\nHost other\n Include inner\nMatch exec "test %h:%p = ap:22"\n User matched\nMatch host ap\n Port 24\n`,
    );
    assert.equal(`${options.user} ${options.port}`, 'matched 24');
    await assert.rejects(() => stat(proof), { code: 'ENOENT' });
  });
  it('takes hops of ProxyJump with the settings of each', async () => {
    const { proxy } = await resolve(
      'Host ap\n ProxyJump first,me@second:2202\nHost first\n HostName 1.example\n User one\n IdentityFile /one\nHost second\n User two\n ProxyJump other\n',
    );
    assert.ok(proxy?.kind === 'jump');
    const second = proxy.via;
    assert.equal(`${second.user} ${second.host} ${second.port}`, 'me second 2202');
    assert.ok(second.proxy?.kind === 'jump', 'the hop before it, not its own ProxyJump');
    const first = second.proxy.via;
    assert.deepEqual(
      [first.user, first.host, first.port, first.defaultKeyFiles],
      ['one', '1.example', 22, ['/one']],
    );
    assert.equal(first.proxy, undefined);
  });
  it('reaches the first hop as its own section says', async () => {
    const { proxy } = await resolve(
      'Host ap\n ProxyJump bastion\nHost bastion\n ProxyCommand "connect %h" %p %r',
    );
    assert.ok(proxy?.kind === 'jump');
    assert.deepEqual(proxy.via.proxy, { kind: 'command', command: '"connect bastion" 22 me' });
  });
  const refused = (config: string, reason: string, target: Partial<SshTarget> = {}): Promise<void> =>
    assert.rejects(
      () => resolve(config, target),
      (error: unknown) => error instanceof TransportError && error.reason === reason,
    );
  it('refuses a circle of hops, and hops that are none', async () => {
    await refused('Host *\n ProxyJump bastion', 'unsupported');
    await refused('Host ap\n ProxyJump b\nHost b\n ProxyJump c\nHost c\n ProxyJump b', 'unsupported');
    await refused('ProxyJump a:b:c', 'unsupported');
    await refused('ProxyCommand x\nProxyUseFdpass yes', 'unsupported');
  });
  it('refuses names that a shell would act on', async () => {
    for (const host of ['-oProxyCommand=x', '$(id)', 'a;b', '`x`', 'a b', ''])
      await refused('ProxyCommand nc %h', 'unsupported', { host });
    for (const user of ['-l', '$(id)', "a'b", 'a;b']) await refused('', 'unsupported', { user });
  });
  it('refuses what ssh refuses: lines that are none, and a file that others can write', async () => {
    await refused('Host\n', 'fileFailed');
    await refused('Port abc', 'fileFailed');
    await refused('User "open', 'fileFailed');
    if (process.platform === 'win32') return;
    await writeFile(inSsh('config'), '');
    await chmod(inSsh('config'), 0o666);
    await refused('User x', 'fileFailed');
  });
  it('takes what it does not know', async () => {
    assert.equal((await resolve('Nonsense 1\n\n"\n#\nPort 24')).port, 24);
  });

  describe('on Windows', () => {
    const profile = 'C:\\Users\\me';
    const pipe = '\\\\.\\pipe\\openssh-ssh-agent';
    async function onWindows(config: string, environment: Record<string, string> = {}) {
      await writeFile(inSsh('config'), config);
      return resolveSshOptions(
        { host: 'ap', knownHostsFile: '~\\site\\hosts' },
        {
          ...{ home: profile, userName: 'me', environment, configFiles: [inSsh('config')] },
          ...{ platform: 'win32', defaultAgent: pipe, systemKnownHosts: [] },
        },
      );
    }
    it('finds keys and known_hosts below the profile, whichever way they are written', async () => {
      const options = await onWindows('');
      assert.deepEqual(options.defaultKeyFiles?.[0], `${profile}\\.ssh\\id_ed25519`);
      assert.deepEqual(options.knownHostsFiles, [`${profile}\\site\\hosts`]);
      const lines = ['~/.ssh/a', '~\\.ssh\\b', 'c', 'D:\\keys\\d', '"D:\\my keys\\e"', '%d\\f'];
      const written = await onWindows(lines.map((name) => `IdentityFile ${name}\r\n`).join(''));
      assert.deepEqual(written.defaultKeyFiles, [
        ...[`${profile}\\.ssh\\a`, `${profile}\\.ssh\\b`, `${profile}\\.ssh\\c`],
        ...['D:\\keys\\d', 'D:\\my keys\\e', `${profile}\\f`],
      ]);
    });
    it('asks the agent of the pipe, of SSH_AUTH_SOCK, or that is named, with two backslashes or four', async () => {
      assert.equal((await onWindows('')).agent, pipe);
      assert.equal((await onWindows('', { SSH_AUTH_SOCK: '/tmp/ssh-x/agent' })).agent, '/tmp/ssh-x/agent');
      assert.equal((await onWindows(`IdentityAgent ${pipe}`)).agent, pipe);
      assert.equal((await onWindows(`IdentityAgent "${pipe.replaceAll('\\', '\\\\')}"`)).agent, pipe);
      const slashes = '//./pipe/openssh-ssh-agent';
      assert.equal((await onWindows(`IdentityAgent ${slashes}`)).agent, slashes);
      assert.equal((await onWindows('IdentityAgent none')).agent, undefined);
    });
    it('reads a file that an editor there has written', async () => {
      const { host, port } = await onWindows('\uFEFFHost ap\r\n\tHostName ap.example.org\r\n  Port 2222\r\n');
      assert.deepEqual([host, port], ['ap.example.org', 2222]);
      const others = await onWindows('\uFEFFHost other\r\n  Port 2222\r\n');
      assert.equal(others.port, 22);
    });
  });
  it('finds the agent of a macOS program below the home folder', async () => {
    const socket = '~/Library/Group Containers/x/t/agent.sock';
    const { agent } = await resolve(`IgnoreUnknown UseKeychain\nUseKeychain yes\nIdentityAgent "${socket}"`);
    assert.equal(agent, path.join(home, socket.slice(2)));
  });
});
