import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Channels } from '../../../client/src/transport/channels.ts';
import type { SessionUse } from '../../../client/src/transport/transport.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Asks for one session for each use; `got` lists those that were given, by number, in order. */
function ask(
  channels: Channels,
  uses: readonly SessionUse[],
  signal?: AbortSignal,
): { readonly got: number[]; readonly refused: number[] } {
  const got: number[] = [];
  const refused: number[] = [];
  uses.forEach((use, index) => {
    void channels.acquire(use, signal).then(
      () => got.push(index),
      () => refused.push(index),
    );
  });
  return { got, refused };
}
const times = (count: number, use: SessionUse): SessionUse[] => Array.from({ length: count }, () => use);

describe('Channels', () => {
  it('gives so many at a time, then in the order of asking', async () => {
    const channels = new Channels(2);
    const { got } = ask(channels, times(4, 'command'));
    await settled();
    assert.deepEqual(got, [0, 1]);
    channels.release('command');
    await settled();
    assert.deepEqual(got, [0, 1, 2]);
    for (let index = 0; index < 3; index++) channels.release('command');
    await settled();
    assert.deepEqual(got, [0, 1, 2, 3]);
    assert.deepEqual([channels.state.used, channels.state.waiting], [0, 0]);
  });
  it('keeps sessions for commands, however many tails and transfers ask', async () => {
    const channels = new Channels(10);
    const tails = ask(channels, times(20, 'tail'));
    const transfers = ask(channels, times(20, 'transfer'));
    const commands = ask(channels, times(3, 'command'));
    await settled();
    assert.deepEqual([tails.got.length, transfers.got.length, commands.got.length], [7, 1, 2]);
    assert.deepEqual(channels.state, { limit: 10, tailLimit: 7, tails: 7, used: 10, waiting: 33 });
  });
  it('gives what is free to commands first, then to transfers', async () => {
    const channels = new Channels(5);
    ask(channels, times(5, 'command'));
    const { got } = ask(channels, ['tail', 'transfer', 'command', 'command']);
    for (let index = 0; index < 4; index++) {
      channels.release('command');
      await settled();
    }
    assert.deepEqual(got, [2, 3, 1, 0]);
  });
  it('forgets those who do not wait any more', async () => {
    const channels = new Channels(1);
    const stop = new AbortController();
    ask(channels, ['command']);
    const gone = ask(channels, ['command', 'command'], stop.signal);
    const stays = ask(channels, ['command']);
    stop.abort();
    channels.release('command');
    await settled();
    assert.deepEqual([gone.refused, gone.got, stays.got], [[0, 1], [], [0]]);
  });
  it('keeps to fewer once the server has refused one', async () => {
    const channels = new Channels(3);
    const { got } = ask(channels, times(3, 'command'));
    await settled();
    assert.equal(channels.shrink(), true, 'two others are in use: it can wait for them');
    channels.release('command');
    const later = ask(channels, ['command']);
    await settled();
    assert.deepEqual([got.length, later.got.length, channels.state.used], [3, 0, 2]);
    channels.release('command');
    await settled();
    assert.deepEqual(later.got, [0]);
  });
  it('knows that waiting is useless when nobody else has one', async () => {
    const channels = new Channels(3);
    await channels.acquire('command');
    assert.equal(channels.shrink(), false);
  });
  it('lets everything that it takes end, with however few sessions', async () => {
    for (let limit = 1; limit <= 12; limit++) {
      const channels = new Channels(limit);
      const tails = ask(channels, times(12, 'tail'));
      await settled();
      assert.equal(tails.got.length, channels.state.tailLimit);
      // Tails stay: a transfer and a command must get through beside them.
      for (const use of ['transfer', 'command'] as const) {
        const one = ask(channels, [use]);
        await settled();
        assert.deepEqual(one.got, [0], `${use} of ${limit}`);
        channels.release(use);
      }
    }
  });
});
