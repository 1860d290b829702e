import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Job } from '../../../client/src/condor/job.ts';
import type { Verdict } from '../../../client/src/dmtcp/verdict.ts';
import type { TailEvent } from '../../../client/src/logs/events.ts';
import { Feed } from '../../../client/src/views/logPane/feed.ts';
import type { ToPage } from '../../../client/src/views/logPane/messages.ts';
import { until } from '../../support/until.ts';

const file = { key: 'k', name: '_condor_stdout', kind: 'output' } as const;
const data = (text: string): TailEvent => ({ kind: 'data', file, offset: 0, bytes: Buffer.from(text) });

const job: Job = {
  ...{ id: { cluster: 1, proc: 0 }, status: 'idle', owner: 'alice', command: './foo', arguments: '' },
  ...{ runSeconds: 0, starts: 0, shadowStarts: 0, initialDirectory: '/home/alice' },
};

function feed(): { readonly feed: Feed; readonly told: ToPage[]; readonly asked: boolean[] } {
  const asked: boolean[] = [];
  const told: ToPage[] = [];
  const post = (message: ToPage): Promise<unknown> => {
    told.push(...(message.kind === 'batch' ? message.messages : [message]));
    return Promise.resolve();
  };
  const verdict = (wasQueued: boolean): Promise<Verdict> => {
    asked.push(wasQueued);
    return Promise.resolve({ kind: 'completed', restarts: 0, checkpoints: 0, text: 'it is over' });
  };
  return { told, asked, feed: new Feed({ id: { cluster: 1, proc: 0 }, accessPoint: 'ap', post, verdict }) };
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
    assert.deepEqual(told[0], { kind: 'begin', accessPoint: 'ap', job: '1.0' });
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
  it('tells whether the job was in the queue when its end is judged', async () => {
    const was: TailEvent = { kind: 'state', state: { kind: 'ended', job }, text: 'it has left the queue' };
    const is: TailEvent = { kind: 'state', state: { kind: 'waiting', job }, text: 'it waits' };
    for (const [events, wasQueued] of [
      [[was], false],
      [[is, was], true],
    ] as const) {
      const { feed: one, asked } = feed();
      one.pageReady();
      for (const event of [...events, { kind: 'end', job } as const]) await one.tell(event);
      assert.deepEqual(asked, [wasQueued]);
    }
  });
  it('says what it was in vain for, and that nothing more is tried', async () => {
    const { feed: one, told } = feed();
    one.pageReady();
    assert.equal(one.isInVain, false);
    await one.tell({ kind: 'end', failed: 'nobody logged in' });
    assert.equal(one.isInVain, true);
    const notice = () => told.flatMap((m) => (m.kind === 'header' ? [m.header.notice] : [])).at(-1);
    await until('it is told', () => notice() !== undefined, { everyMs: 5 });
    assert.deepEqual(notice(), { level: 'error', text: 'nobody logged in', over: true });
    const { feed: other } = feed();
    await other.tell({ kind: 'state', state: { kind: 'waiting', job }, text: 'it waits' });
    await other.tell({ kind: 'end', failed: 'the connection is gone' });
    assert.equal(other.isInVain, false);
  });
});
