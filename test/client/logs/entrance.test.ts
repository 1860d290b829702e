import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Entrance, throughEntrance } from '../../../client/src/logs/entrance.ts';
import { StreamQueue } from '../../../client/src/logs/streamQueue.ts';
import type { Streams } from '../../../client/src/logs/streams.ts';
import type { Stream } from '../../../client/src/transport/transport.ts';

/** Streams that a test pushes to; those that have begun, by their second word. */
function made(): { readonly streams: Streams; readonly begun: Map<string, StreamQueue> } {
  const begun = new Map<string, StreamQueue>();
  const run = (argv: readonly string[]): Stream => {
    const queue = new StreamQueue(argv, { consumed: () => undefined, kill: () => undefined });
    begun.set(argv[1] ?? '', queue);
    return queue;
  };
  return { begun, streams: { run, follow: () => run(['follow', 'followed']) } };
}

const jobs = Array.from({ length: 20 }, (_, n) => `1.${n}`);
const turns = () => new Promise((resolve) => setImmediate(resolve));

describe('throughEntrance', () => {
  it('lets a few begin at a time, those that are looked at first', async () => {
    const { streams, begun } = made();
    const entrance = new Entrance();
    const all = jobs.map((job) =>
      throughEntrance(streams, entrance, () => job === '1.17').run(['condor_ssh_to_job', job]),
    );
    assert.deepEqual([...begun.keys()], jobs.slice(0, 8));
    // What is killed while it waits never begins.
    all[8]?.kill();
    assert.equal((await all[8]?.closed)?.kind, 'killed');
    begun.get('1.3')?.push(Buffer.from('a'));
    await turns();
    assert.deepEqual([...begun.keys()].slice(8), ['1.17']);
    // One that fails lets the next one in, too; one that goes on does so once.
    begun.get('1.0')?.exit(255, undefined);
    begun.get('1.3')?.push(Buffer.from('b'));
    await turns();
    assert.deepEqual([...begun.keys()].slice(9), ['1.9']);
    const end = await all[0]?.closed;
    assert.ok(end?.kind === 'exit' && end.code === 255);
  });
  it('passes everything through, and lets all other programs pass', async () => {
    const { streams, begun } = made();
    const entrance = new Entrance();
    const through = throughEntrance(streams, entrance, () => false);
    const [first] = jobs.map((job) => through.run(['condor_ssh_to_job', job]));
    through.run(['condor_q', 'queue']);
    through.follow({ sets: [], positions: new Map(), once: false });
    assert.ok(begun.has('queue') && begun.has('followed'));
    for (const text of ['a', 'b', 'c']) begun.get('1.0')?.push(Buffer.from(text));
    begun.get('1.0')?.exit(0, undefined);
    const chunks: Uint8Array[] = [];
    for await (const chunk of first?.stdout ?? []) chunks.push(chunk);
    assert.equal(Buffer.concat(chunks).toString(), 'abc');
  });
  it('gives signs of life while it waits, none of its own afterwards', async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] });
    const { streams, begun } = made();
    const through = throughEntrance(streams, new Entrance(), () => false);
    const all = jobs.slice(0, 9).map((job) => through.run(['condor_ssh_to_job', job]));
    const sizes: number[] = [];
    const read = (async () => {
      for await (const chunk of all[8]?.stdout ?? []) sizes.push(chunk.length);
    })();
    t.mock.timers.tick(40_000);
    await turns();
    assert.deepEqual(sizes, [0, 0]);
    begun.get('1.0')?.exit(0, undefined);
    await turns();
    t.mock.timers.tick(40_000);
    begun.get('1.8')?.push(Buffer.from('abc'));
    begun.get('1.8')?.exit(0, undefined);
    await read;
    assert.deepEqual(sizes, [0, 0, 3]);
  });
  it('begins nothing that was given up before', async () => {
    const { streams, begun } = made();
    const through = throughEntrance(streams, new Entrance(), () => false);
    const all = jobs.map((job) => {
      const abort = new AbortController();
      return { abort, stream: through.run(['condor_ssh_to_job', job], abort.signal) };
    });
    for (const { abort } of [...all].reverse()) abort.abort();
    assert.equal(begun.size, 8);
    for (const { stream } of all) assert.equal((await stream.closed).kind, 'killed');
  });
});
