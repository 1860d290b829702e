import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ToPage } from '../../../client/src/views/logPane/messages.ts';
import { Outbox } from '../../../client/src/views/logPane/outbox.ts';
import { until } from '../../support/until.ts';

describe('Outbox', () => {
  it('sends what comes together as one message, in order, texts of a source joined', async () => {
    const sent: ToPage[] = [];
    const outbox = new Outbox((message) => Promise.resolve(sent.push(message)));
    for (let i = 0; i < 1000; i++) void outbox.add({ kind: 'text', source: 'a', text: `${i}\n` });
    void outbox.add({ kind: 'note', level: 'info', text: 'n' });
    void outbox.add({ kind: 'text', source: 'a', text: 'end' });
    await until('it is sent', () => sent.length > 0, { everyMs: 5 });
    const [batch] = sent;
    assert.ok(sent.length === 1 && batch?.kind === 'batch');
    assert.deepEqual(
      batch.messages.map((message) => message.kind),
      ['text', 'note', 'text'],
    );
  });
  it('holds back whoever adds while the page is behind', async () => {
    const deliveries: (() => void)[] = [];
    const outbox = new Outbox(() => new Promise<void>((resolve) => deliveries.push(resolve)));
    let added = 0;
    const adding = (async () => {
      for (; added < 10; added++)
        await outbox.add({ kind: 'text', source: 'a', text: 'x'.repeat(1_500_000) });
    })();
    await until('the first is on its way', () => deliveries.length === 1, { everyMs: 5 });
    assert.ok(added <= 4, `${added}`);
    await until(
      'all are sent',
      () => {
        deliveries.forEach((deliver) => deliver());
        return added === 10;
      },
      { everyMs: 5 },
    );
    await adding;
  });
});
