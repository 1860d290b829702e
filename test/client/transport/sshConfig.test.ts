import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  resolveSshOptions,
  type ResolvedSshOptions,
  type SshTarget,
} from '../../../client/src/transport/sshConfig.ts';
import { TransportError } from '../../../client/src/transport/transport.ts';

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
    assert.equal((await resolve('IdentitiesOnly yes\nIdentityFile ~/k')).agent, undefined);
    assert.equal((await resolve('IdentitiesOnly yes')).agent, '/run/agent');
  });
  it('runs no program that a Match section names', async () => {
    const proof = path.join(home, 'proof');
    const options = await resolve(`Match exec "touch ${proof}"\n  User matched\nMatch host ap\n  Port 24\n`);
    assert.equal(`${options.user} ${options.port}`, 'me 24');
    await assert.rejects(() => import('node:fs/promises').then((fs) => fs.stat(proof)), { code: 'ENOENT' });
  });
  for (const proxy of ['ProxyJump bastion', 'ProxyCommand nc %h %p']) {
    it(`refuses ${proxy} rather than ignoring it`, async () => {
      await assert.rejects(
        () => resolve(`Host ap\n  ${proxy}`),
        (error: unknown) => error instanceof TransportError && error.reason === 'unsupported',
      );
      assert.equal((await resolve(`Host ap\n  ProxyJump none`)).host, 'ap');
    });
  }
  it('takes a broken file without falling over', async () => {
    assert.equal((await resolve('Host\n\nPort abc\n"')).port, 22);
  });
});
