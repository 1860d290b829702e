import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { executeHostOptions } from '../../../client/src/transport/executeHost.ts';

const config = `Host node*
  HostName %h.cluster.example.org
  Port 2222
  HostKeyAlias nodes
  ProxyJump gate
Host node9
  User other
`;

describe('the way to an execute host', () => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'dmtcp-condor-execute-'));
  const file = path.join(home, 'config');
  writeFileSync(file, config, { mode: 0o600 });
  after(() => rmSync(home, { recursive: true }));
  const here = { home, userName: 'me', environment: {}, configFiles: [file], systemKnownHosts: [] };
  const forward = (): Promise<never> => Promise.reject(new Error('not in this test'));
  const of = { user: 'alice', knownHostsFile: '/site/known_hosts', forward };

  it('is its own section of ssh’s configuration, with the access point’s user', async () => {
    const options = await executeHostOptions('node1', { ...of, way: 'direct' }, here);
    const { host, port, user, hostKeyAlias, knownHostsFiles, name, proxy } = options;
    assert.deepEqual(
      { host, port, user, hostKeyAlias, knownHostsFiles, name },
      {
        ...{ host: 'node1.cluster.example.org', port: 2222, user: 'alice', hostKeyAlias: 'nodes' },
        ...{ knownHostsFiles: ['/site/known_hosts'], name: 'node1' },
      },
    );
    assert.ok(proxy?.kind === 'jump' && proxy.via.host === 'gate');
    const named = await executeHostOptions('node9', { ...of, way: 'direct' }, here);
    assert.equal(named.user, 'other');
  });
  it('goes through the access point’s own connection where the settings say so', async () => {
    const { host, proxy } = await executeHostOptions('node1', { ...of, way: 'jump' }, here);
    assert.equal(host, 'node1.cluster.example.org');
    assert.ok(proxy?.kind === 'connection' && proxy.forward === forward);
  });
});
