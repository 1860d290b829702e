/** Our reading of ssh_config files against OpenSSH's own (`ssh -G`), written by hand and made up. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import {
  resolveSshOptions,
  type ResolvedSshOptions,
  type SshTarget,
} from '../../../client/src/transport/sshConfig.ts';
import { TransportError } from '../../../client/src/transport/transport.ts';
import { runProgram } from '../../support/runProgram.ts';

const hasSsh = await runProgram('ssh', ['-V']).then(
  () => true,
  () => false,
);

/** Each: a configuration, and the hosts to ask about. DIR is a directory of the test's own. */
const cases: readonly (readonly [text: string, ...hosts: string[]])[] = [
  ['', 'ap', '127.0.0.1', 'ap.example.org'],
  [
    'Host a? !ax\n  HostName %h.example.org\n  USER alice\n  Port=2222\nHost *\n  User bob\n  Port 22',
    'ap',
    'ax',
  ],
  ['Host ap\n HostName = real.example.org\nMatch host real.example.org\n User matched', 'ap', 'other'],
  ['Match originalhost ap\n User original\nMatch host ap\n Port 24', 'ap', 'b'],
  ['User alice\nMatch user alice\n Port 25\nMatch user bob,!alice\n Port 26', 'ap'],
  ['Match localuser root\n User local\nMatch !localuser root\n User other', 'ap'],
  [
    'Match exec "test %h = ap"\n User ran\nMatch exec "exit 1"\n Port 26\nMatch !exec false\n Port 27',
    'ap',
    'b',
  ],
  ['Match host ap exec "true"\n User x\nMatch host b exec "false"\n User y\nMatch all\n Port 29', 'ap', 'b'],
  ['Match final host real\n User late\nHost ap\n HostName real\n Port 31', 'ap', 'b'],
  ['Match final all\n User late\nHost ap\n HostName REAL', 'ap'],
  ['Host real\n Port 77\nHost ap\n HostName real\nMatch final all\n User late', 'ap'],
  ['Match !final host ap\n User early\nMatch final\n Port 99', 'ap'],
  ['Match canonical all\n User canon\nMatch all\n User any', 'ap'],
  [
    'Host ap\n IdentityFile ~/k1\n IdentityFile "~/k 2"\n IdentityFile ~/k1\nHost *\n IdentityFile /k3 # why',
    'ap',
    'b',
  ],
  ['IdentitiesOnly yes\nIdentityAgent ~/agent', 'ap'],
  ['IdentityAgent none\nHostKeyAlias pool', 'ap'],
  ['IdentityAgent $AGENT', 'ap'],
  ['UserKnownHostsFile ~/a "/b c" /%n\nGlobalKnownHostsFile /g1 /g2', 'ap'],
  ['UserKnownHostsFile none', 'ap'],
  ['StrictHostKeyChecking accept-new\nServerAliveInterval 2m\nServerAliveCountMax 5\nConnectTimeout 7', 'ap'],
  ['StrictHostKeyChecking no', 'ap'],
  ['StrictHostKeyChecking yes\nHashKnownHosts yes\nBatchMode yes\nServerAliveInterval 20', 'ap'],
  [
    'Host ap\n ProxyJump one,alice@two:2200,ssh://bob@b:23,[::1]:24\nHost *\n User me\nHost !one !two !b !::1 *\n ProxyCommand nc %h %p',
    'ap',
    'b',
  ],
  ['Host ap\n ProxyJump none\nHost * !bastion\n ProxyJump bastion', 'ap', 'b'],
  ['Host ap\n ProxyCommand none\nHost * !bastion\n ProxyJump bastion', 'ap', 'b'],
  ['ProxyCommand nc -X connect -x "proxy:8080" %h %p # no comment\nHost *\n ProxyJump b', 'ap'],
  ['Include DIR/one\nHost ap\n User late', 'ap', 'b'],
  ['Host ap\n Include DIR/one DIR/missing\n Port 40\nHost b\n Include DIR/one', 'ap', 'b', 'c'],
  ['Include DIR/conf.d/*.conf\nHost *\n User last', 'ap', 'b', 'c'],
  ['Include DIR/conf.?/1[0-5].conf', 'ap', 'b'],
  ['Match host b\n Include DIR/one\nMatch all\n User open', 'ap', 'b'],
  ['\tHost\tap  \n\t\tPort\t = 41\t\n#Port 42\n   # Port 43\n"User" quoted', 'ap'],
  ['Host \'ap\' "b c"\n User "a\\"b"\n HostName \'x.y\'', 'ap'],
  [
    'PasswordAuthentication no\nKbdInteractiveAuthentication no\nPreferredAuthentications keyboard-interactive,publickey',
    'ap',
  ],
  ['PubkeyAuthentication no\nAddressFamily inet6', 'ap'],
  ['Host AP\n User upper\nHost ap\n User lower', 'ap', 'AP'],
  ['Host *.example.org !bad.example.org\n User in', 'a.example.org', 'bad.example.org', 'example.org'],
];
/** Files that ssh refuses. */
const refused: readonly string[] = [
  'Host "open',
  'Port abc',
  'Port 0',
  'Host',
  'Match',
  'Match host',
  'Match nonsense x',
  'Match all host ap',
  'User',
  'ProxyJump a:b:c:99999999',
  'ProxyJump ::1',
  'ProxyJump ap',
  'HostName b\nProxyJump b',
];

describe('the ssh configuration, as ssh -G has it', { skip: hasSsh ? false : 'there is no ssh' }, () => {
  let directory: string;
  let config: string;
  before(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'dmtcp-condor-config-'));
    config = path.join(directory, 'config');
    await mkdir(path.join(directory, 'conf.d'));
    await writeFile(
      path.join(directory, 'one'),
      'User included\nHost ap\n Port 50\nMatch host b\n Port 51\n',
    );
    await writeFile(path.join(directory, 'conf.d/10.conf'), 'Host ap\n User ten\n');
    await writeFile(path.join(directory, 'conf.d/20.conf'), 'Host ap b\n User twenty\n Port 20\n');
    await writeFile(path.join(directory, 'conf.d/.hidden.conf'), 'User hidden\n');
  });
  after(() => rm(directory, { recursive: true, force: true }));

  const write = (text: string): Promise<void> =>
    writeFile(config, text.replaceAll('DIR', directory), { mode: 0o600 });
  const environment = { ...process.env, AGENT: '/run/agent', SSH_AUTH_SOCK: '/run/other' };

  /** What ssh says, for the options that are compared; undefined where it refuses the file. */
  async function openssh(target: SshTarget): Promise<Record<string, unknown> | undefined> {
    const user = target.user === undefined ? [] : ['-l', target.user];
    const { code, stdout } = await runProgram('ssh', ['-G', '-F', config, ...user, target.host], {
      env: environment,
    });
    if (code !== 0) return undefined;
    const lines = stdout.split('\n').map((line) => {
      const space = line.indexOf(' ');
      return [line.slice(0, space), line.slice(space + 1)] as const;
    });
    const one = (name: string): string | undefined => lines.find(([key]) => key === name)?.[1];
    const home = (name: string): string => name.replace(/^~(?=\/)/, os.homedir());
    const keys = lines.filter(([key]) => key === 'identityfile').map(([, value]) => home(value));
    const isDefault = keys.length > 4;
    const agent = one('identityagent');
    return {
      user: one('user'),
      host: one('hostname'),
      port: Number(one('port')),
      keys: isDefault ? 'default' : keys,
      agent: agent === undefined ? 'SSH_AUTH_SOCK' : agent,
      onlyFiles: one('identitiesonly') === 'yes',
      alias: one('hostkeyalias'),
      known: [one('userknownhostsfile') ?? '', one('globalknownhostsfile') ?? '']
        .filter((x) => x !== 'none')
        .join(' '),
      strict: one('stricthostkeychecking'),
      hashed: one('hashknownhosts') === 'yes',
      batch: one('batchmode') === 'yes',
      keepalive: one('serveraliveinterval'),
      misses: one('serveralivecountmax'),
      timeout: one('connecttimeout'),
      family: one('addressfamily'),
      methods: [
        ...(one('pubkeyauthentication') === 'no' || one('pubkeyauthentication') === 'false'
          ? []
          : ['publickey']),
        ...(one('kbdinteractiveauthentication') === 'no' ? [] : ['keyboard-interactive']),
        ...(one('passwordauthentication') === 'no' ? [] : ['password']),
      ].filter((name) => one('preferredauthentications')?.split(',').includes(name) ?? true),
      jump: one('proxyjump'),
      command: one('proxycommand') === 'none' ? undefined : one('proxycommand'),
    };
  }

  async function ours(target: SshTarget): Promise<Record<string, unknown> | undefined> {
    const options = await resolveSshOptions(target, {
      home: os.homedir(),
      userName: os.userInfo().username,
      environment,
      configFiles: [config],
      systemKnownHosts: ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'],
    }).catch((error: unknown) => {
      assert.ok(error instanceof TransportError, String(error));
      return undefined;
    });
    if (options === undefined) return undefined;
    const { proxy } = options;
    const hops: string[] = [];
    for (let at = proxy; at?.kind === 'jump'; at = at.via.proxy) {
      const { via } = at;
      hops.unshift(`${via.user === os.userInfo().username ? '' : `${via.user}@`}${via.host}:${via.port}`);
    }
    return { options, hops };
  }

  /** Holds what is comparable side by side. */
  async function compare(target: SshTarget): Promise<void> {
    const theirs = await openssh(target);
    const mine = await ours(target);
    if (theirs === undefined || mine === undefined) {
      assert.equal(mine === undefined, theirs === undefined, 'one takes the file, the other refuses it');
      return;
    }
    const { options, hops } = mine as {
      options: ResolvedSshOptions;
      hops: readonly string[];
    };
    const keepalive = ({ keepaliveMs }: ResolvedSshOptions): unknown =>
      keepaliveMs === undefined ? 'own' : keepaliveMs / 1000;
    const isDefaultKeys = options.defaultKeyFiles?.[0]?.endsWith('/.ssh/id_ed25519') === true;
    const strict = theirs['strict'];
    assert.deepEqual(
      {
        user: options.user,
        // OpenSSH writes names in lower case in the end.
        host: options.host.toLowerCase(),
        port: options.port,
        keys: isDefaultKeys ? 'default' : options.defaultKeyFiles,
        onlyFiles: options.agentKeysOfFilesOnly,
        alias: options.hostKeyAlias,
        known: options.knownHostsFiles.join(' '),
        unknown: options.unknownHostKeys,
        hashed: options.hashKnownHosts,
        batch: options.asksNothing,
        keepalive: keepalive(options),
        misses: options.keepaliveMisses ?? 3,
        timeout: options.readyTimeoutMs === undefined ? 'none' : String(options.readyTimeoutMs / 1000),
        family: options.family === undefined ? 'any' : options.family === 4 ? 'inet' : 'inet6',
        methods: [...(options.methods ?? [])].sort(),
        command: options.proxy?.kind === 'command',
        hops: hops.length,
      },
      {
        user: theirs['user'],
        host: String(theirs['host']).toLowerCase(),
        port: theirs['port'],
        keys: theirs['keys'],
        onlyFiles: theirs['onlyFiles'],
        alias: theirs['alias'],
        known: theirs['known'],
        unknown: strict === 'ask' ? 'ask' : strict === 'true' || strict === 'yes' ? 'refuse' : 'accept',
        hashed: theirs['hashed'],
        batch: theirs['batch'],
        // Debian's ssh sends keepalives by itself where BatchMode is set.
        keepalive: options.keepaliveMs === undefined ? 'own' : Number(theirs['keepalive']),
        misses: Number(theirs['misses']),
        timeout: theirs['timeout'],
        family: theirs['family'],
        methods: [...(theirs['methods'] as string[])].sort(),
        command: theirs['command'] !== undefined,
        hops: typeof theirs['jump'] === 'string' ? theirs['jump'].split(',').length : 0,
      },
    );
    const agent = String(theirs['agent']);
    const expected =
      agent === 'none'
        ? undefined
        : agent === 'SSH_AUTH_SOCK'
          ? '/run/other'
          : agent.replace('$AGENT', '/run/agent').replace(/^~/, os.homedir());
    assert.equal(options.agent, expected);
  }

  for (const [text, ...hosts] of cases) {
    it(`${JSON.stringify(text)} for ${hosts.join(', ')}`, async () => {
      await write(text);
      for (const host of hosts) await compare({ host });
      await compare({ host: hosts[0] ?? '', user: 'given' });
    });
  }
  for (const text of refused) {
    it(`${JSON.stringify(text)} is refused`, async () => {
      await write(text);
      assert.equal(await openssh({ host: 'ap' }), undefined);
      assert.equal(await ours({ host: 'ap' }), undefined);
    });
  }
  it('on configurations that are put together at random', async () => {
    const pattern = fc.constantFrom('ap', 'a*', '!ap', '*', 'b', '?p', '*.org', 'real');
    const head = fc.oneof(
      fc.array(pattern, { minLength: 1, maxLength: 3 }).map((all) => `Host ${all.join(' ')}`),
      fc
        .array(
          fc.constantFrom(
            'host ap',
            'host real,b',
            '!host b',
            'originalhost a*',
            'user alice',
            '!user bob',
            'final',
            '!final',
            'exec true',
            'exec false',
          ),
          { minLength: 1, maxLength: 3 },
        )
        .map((all) => `Match ${all.join(' ')}`),
      fc.constant('Match all'),
    );
    const option = fc.constantFrom(
      ...[
        'User alice',
        'User bob',
        'Port 2000',
        'Port 2001',
        'HostName real',
        'HostName %h.org',
        'IdentityFile /k1',
      ],
      ...[
        'IdentityFile /k2',
        'ProxyJump j',
        'ProxyCommand nc',
        'ProxyJump none',
        'Include DIR/one',
        'BatchMode yes',
      ],
      ...['Include DIR/conf.d/*.conf', 'StrictHostKeyChecking yes', 'IdentitiesOnly yes', 'HostKeyAlias x'],
    );
    const section = fc.tuple(fc.option(head), fc.array(option, { maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(section, { maxLength: 6 }),
        fc.constantFrom('ap', 'b', 'real'),
        async (sections, host) => {
          // The hop is reached directly: a jump for every host goes in a circle.
          const hop = 'Host j\n ProxyCommand none\n HostName j.net\nHost *\n';
          await write(
            hop +
              sections.flatMap(([first, rest]) => [...(first === null ? [] : [first]), ...rest]).join('\n'),
          );
          await compare({ host });
        },
      ),
      { numRuns: 150 },
    );
  });
});
