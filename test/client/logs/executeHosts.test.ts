import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ExecuteHosts } from '../../../client/src/logs/executeHosts.ts';
import { TransportError, type Transport } from '../../../client/src/transport/transport.ts';
import { fakeTransport } from '../condor/fakeTransport.ts';

/** Execute hosts whose connections are counted: `open 1`, `close 1` for each. */
function counting(fail: () => boolean = () => false) {
  const log: string[] = [];
  let count = 0;
  const connect = (machine: string): Promise<Transport> => {
    const name = `${machine} ${++count}`;
    if (fail()) return Promise.reject(new TransportError('fileFailed', 'a bad configuration'));
    log.push(`open ${name}`);
    return Promise.resolve({ ...fakeTransport(() => ({})), dispose: () => void log.push(`close ${name}`) });
  };
  return { hosts: new ExecuteHosts(connect), log };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('connections to execute hosts', () => {
  it('are one for each host, kept for a minute after the last use', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { hosts, log } = counting();
    let end: () => void = () => undefined;
    const long = hosts.use('a', () => new Promise<void>((resolve) => (end = resolve)));
    await hosts.use('a', () => Promise.resolve());
    await hosts.use('b', () => Promise.resolve());
    assert.deepEqual(log, ['open a 1', 'open b 2']);
    t.mock.timers.tick(60_000);
    await settled();
    assert.deepEqual(log, ['open a 1', 'open b 2', 'close b 2']);
    end();
    await long;
    t.mock.timers.tick(59_000);
    await hosts.use('a', () => Promise.resolve());
    t.mock.timers.tick(59_000);
    await settled();
    assert.ok(!log.includes('close a 1'));
    t.mock.timers.tick(1_000);
    await settled();
    assert.ok(log.includes('close a 1'));
    await hosts.use('a', () => Promise.resolve());
    assert.equal(log.at(-1), 'open a 3');
    hosts.dispose();
    await settled();
    assert.equal(log.at(-1), 'close a 3');
  });
  it('are tried anew after a configuration that could not be read', async () => {
    let bad = true;
    const { hosts, log } = counting(() => bad);
    await assert.rejects(
      hosts.use('a', () => assert.fail('used')),
      { reason: 'fileFailed' },
    );
    bad = false;
    await hosts.use('a', () => Promise.resolve());
    assert.deepEqual(log, ['open a 2']);
    hosts.dispose();
  });
});
