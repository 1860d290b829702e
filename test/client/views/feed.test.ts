import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TailEvent } from '../../../client/src/logs/events.ts';
import { Feed } from '../../../client/src/views/logPane/feed.ts';
import type { ToPage } from '../../../client/src/views/logPane/messages.ts';
import { until } from '../../support/until.ts';

const file = { key: 'k', name: '_condor_stdout', kind: 'output' } as const;
const data = (text: string): TailEvent => ({ kind: 'data', file, offset: 0, bytes: Buffer.from(text) });

function feed(): { readonly feed: Feed; readonly told: ToPage[] } {
  const told: ToPage[] = [];
  const post = (message: ToPage): Promise<unknown> => {
    told.push(...(message.kind === 'batch' ? message.messages : [message]));
    return Promise.resolve();
  };
  const verdict = () => Promise.reject(new Error('not asked for'));
  return { told, feed: new Feed({ id: { cluster: 1, proc: 0 }, accessPoint: 'ap', post, verdict }) };
}

describe('Feed', () => {
  it('keeps what is told until the page is there, and loses nothing of it', async () => {
    const { feed: one, told } = feed();
    await one.tell(data('a'));
    await one.tell(data('b\n'));
    assert.equal(told.length, 0);
    one.pageReady();
    await until('it is told', () => told.length > 1, { everyMs: 5 });
    assert.deepEqual(
      told.map((message) => (message.kind === 'text' ? message.text : message.kind)),
      ['begin', 'source', 'ab\n'],
    );
  });
  it('holds a job back whose page is not loaded, until it is or is closed', async () => {
    for (const [end, pieces] of [
      ['pageReady', 12],
      ['close', 0],
    ] as const) {
      const { feed: one, told } = feed();
      let added = 0;
      const adding = (async () => {
        for (; added < 12; added++) await one.tell(data('x'.repeat(500_000)));
      })();
      await until('it is held back', () => added > 0, { everyMs: 5 });
      await new Promise((resolve) => setImmediate(resolve));
      assert.ok(added < 8, `${added} half MB wait`);
      one[end]();
      await adding;
      const text = (): string =>
        told.map((message) => (message.kind === 'text' ? message.text : '')).join('');
      await until('all is told', () => text().length === pieces * 500_000, { everyMs: 5 });
    }
  });
});
