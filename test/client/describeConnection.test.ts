import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeConnection, describeConnections } from '../../client/src/describeConnection.ts';
import { TransportError, type ConnectionState } from '../../client/src/transport/transport.ts';

describe('describeConnection', () => {
  const error = new TransportError('unreachable', 'ap, port 22 cannot be reached.');
  const of = (state: ConnectionState) => describeConnection('ap', state, 1000);

  it('names the access point in every state', () => {
    const states: readonly ConnectionState[] = [
      { kind: 'idle' },
      { kind: 'connecting' },
      { kind: 'connected' },
      { kind: 'reconnecting', error, nextTryAt: 0 },
      { kind: 'failed', error },
    ];
    for (const state of states) assert.match(of(state).text, /^\$\([\w~-]+\) ap/);
    assert.equal(new Set(states.map((state) => of(state).tooltip)).size, states.length);
  });
  it('counts those that are connected where none is chosen', () => {
    const told = describeConnections(
      [
        { name: 'a', state: { kind: 'connected' } },
        { name: 'b', state: { kind: 'failed', error } },
      ],
      1000,
    );
    assert.equal(told.text, '$(vm-active) 1 of 2 access points');
    assert.match(told.tooltip, /^a: Connected to a\.\nb: ap, port 22 cannot be reached\.\nClick/);
  });
  it('says why it is gone and when it is tried again', () => {
    const later = of({ kind: 'reconnecting', error, nextTryAt: 9000 });
    assert.match(later.tooltip, /cannot be reached\. It is tried again in 8 s/);
    assert.match(of({ kind: 'reconnecting', error, nextTryAt: 500 }).tooltip, /again now/);
    assert.deepEqual([later.level, of({ kind: 'failed', error }).level], ['warning', 'error']);
    assert.match(of({ kind: 'failed', error }).tooltip, /cannot be reached\. Click/);
  });
});
