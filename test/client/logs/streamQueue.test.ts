import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { StreamQueue } from '../../../client/src/logs/streamQueue.ts';

describe('the end of a program on an access point', () => {
  it('names signals as Linux numbers them, whatever system this is', async () => {
    const names = [7, 10, 12, 15, 64].map(async (number) => {
      const queue = new StreamQueue(['p'], { consumed: () => undefined, kill: () => undefined });
      queue.exit(undefined, number);
      const end = await queue.closed;
      return end.kind === 'exit' ? end.signal : end.kind;
    });
    assert.deepEqual(await Promise.all(names), ['SIGBUS', 'SIGUSR1', 'SIGUSR2', 'SIGTERM', 'signal 64']);
  });
});
