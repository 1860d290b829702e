import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Channels } from '../../../client/src/transport/channels.ts';

/** Asks for `count` sessions; `got` lists those that were given, in order. */
function ask(channels: Channels, count: number): { readonly got: number[] } {
  const got: number[] = [];
  for (let index = 0; index < count; index++) void channels.acquire().then(() => got.push(index));
  return { got };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Channels', () => {
  it('gives so many at a time, then in the order of asking', async () => {
    const channels = new Channels(2);
    const { got } = ask(channels, 4);
    await settled();
    assert.deepEqual(got, [0, 1]);
    channels.release();
    await settled();
    assert.deepEqual(got, [0, 1, 2]);
    for (let index = 0; index < 3; index++) channels.release();
    await settled();
    assert.deepEqual(got, [0, 1, 2, 3]);
    assert.equal(channels.inUse, 0);
  });
  it('keeps to fewer once the server has refused one', async () => {
    const channels = new Channels(3);
    const { got } = ask(channels, 3);
    await settled();
    assert.equal(channels.shrink(), true, 'two others are in use: it can wait for them');
    channels.release();
    const later = ask(channels, 1);
    await settled();
    assert.deepEqual([got.length, later.got.length, channels.inUse], [3, 0, 2]);
    channels.release();
    await settled();
    assert.deepEqual(later.got, [0]);
  });
  it('knows that waiting is useless when nobody else has one', async () => {
    const channels = new Channels(3);
    await channels.acquire();
    assert.equal(channels.shrink(), false);
  });
});
