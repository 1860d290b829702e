import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { backoffMs } from '../../../client/src/transport/backoff.ts';
import { SharedConnection, type Connection } from '../../../client/src/transport/sharedConnection.ts';
import {
  TransportError,
  type ConnectionState,
  type TransportErrorReason,
} from '../../../client/src/transport/transport.ts';

const failure = (reason: TransportErrorReason): TransportError => new TransportError(reason, reason);
const settled = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

/** A network that is up or down; counts the tries. */
function network() {
  const world: { down: TransportErrorReason | undefined; tries: number; ended: number; cut: () => void } = {
    down: undefined,
    tries: 0,
    ended: 0,
    cut: () => undefined,
  };
  const shared = new SharedConnection<Connection>({
    name: 'ap',
    random: () => 1,
    open: () => {
      world.tries++;
      if (world.down !== undefined) return Promise.reject(failure(world.down));
      return Promise.resolve({
        onLost: (listener) => (world.cut = () => listener(failure('disconnected'))),
        end: () => world.ended++,
      });
    },
  });
  const states: string[] = [];
  shared.onDidChangeState((state) => states.push(state.kind));
  /** A call, so that the compiler does not remember what it was before. */
  const state = (): ConnectionState => shared.state;
  return { world, shared, states, state };
}

describe('SharedConnection', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 }));
  afterEach(() => mock.timers.reset());

  it('opens one connection for all who ask', async () => {
    const { world, shared, states } = network();
    assert.equal(shared.state.kind, 'idle');
    const [one, two] = await Promise.all([shared.get(), shared.get()]);
    assert.equal(one, two);
    assert.equal(await shared.get(), one);
    assert.deepEqual([world.tries, ...states], [1, 'connecting', 'connected']);
  });
  it('opens it again by itself after it was lost, less and less often while that fails', async () => {
    const { world, shared, states, state } = network();
    await shared.get();
    world.down = 'unreachable';
    world.cut();
    const waits: number[] = [];
    for (let i = 0; i < 10; i++) {
      const now = state();
      assert.ok(now.kind === 'reconnecting');
      const wait = now.nextTryAt - Date.now();
      waits.push(wait);
      mock.timers.tick(wait - 1);
      await settled();
      assert.equal(world.tries, i + 1);
      mock.timers.tick(1);
      await settled();
      assert.equal(world.tries, i + 2);
    }
    assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000]);
    world.down = undefined;
    mock.timers.tick(60_000);
    await settled();
    assert.equal(state().kind, 'connected');
    assert.equal(states.filter((state) => state === 'connected').length, 2);
    world.cut();
    const now = state();
    assert.equal(now.kind === 'reconnecting' && now.nextTryAt - Date.now(), 500);
  });
  it('is tried at once when somebody asks, but not twice within a second', async () => {
    const { world, shared } = network();
    await shared.get();
    world.down = 'unreachable';
    world.cut();
    await assert.rejects(shared.get(), { reason: 'unreachable' });
    assert.equal(world.tries, 2);
    const all = [shared.get(), shared.get()].map((one) => one.catch((error: unknown) => error));
    mock.timers.tick(999);
    await settled();
    assert.equal(world.tries, 2);
    world.down = undefined;
    mock.timers.tick(1);
    await Promise.all(all);
    assert.deepEqual([world.tries, shared.state.kind], [3, 'connected']);
    mock.timers.tick(120_000);
    await settled();
    assert.equal(world.tries, 3, 'the waiting try was taken back');
  });
  it('waits for a person where a new try cannot help, or nothing ever worked', async () => {
    const { world, shared, state } = network();
    world.down = 'unreachable';
    await assert.rejects(shared.get());
    assert.equal(state().kind, 'failed');
    mock.timers.tick(600_000);
    await settled();
    assert.equal(world.tries, 1);
    world.down = undefined;
    await shared.get();
    world.down = 'hostKeyChanged';
    world.cut();
    mock.timers.tick(500);
    await settled();
    const now = state();
    assert.ok(now.kind === 'failed' && now.error.reason === 'hostKeyChanged');
    const { tries } = world;
    mock.timers.tick(600_000);
    await settled();
    assert.equal(world.tries, tries);
  });
  it('ends everything once it is disposed', async () => {
    const { world, shared } = network();
    await shared.get();
    shared.dispose();
    await assert.rejects(shared.get(), { reason: 'cancelled' });
    assert.equal(world.ended, 1);
    const other = network();
    await other.shared.get();
    other.world.cut();
    other.shared.dispose();
    mock.timers.tick(600_000);
    await settled();
    assert.equal(other.world.tries, 1);
  });
});

describe('backoffMs', () => {
  it('lies between half of the whole and the whole', () => {
    assert.deepEqual([backoffMs(0, 0), backoffMs(0, 1), backoffMs(3, 0.5)], [250, 500, 3000]);
    assert.equal(backoffMs(1000, 1), 60_000);
  });
});
