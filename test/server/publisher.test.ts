import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Publisher } from '../../server/src/publisher.ts';

/** A publisher whose every check takes `cost` milliseconds of a clock that stands still otherwise. */
const publisherOf = (cost: number) => {
  const sent: string[] = [];
  let clock = 0;
  const publisher = new Publisher(
    (uri) => {
      sent.push(uri);
      clock += cost;
    },
    () => clock,
  );
  return { publisher, sent };
};

test('publisher: changes that come together are checked once, behind the requests that came with them', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'setImmediate'] });
  const { publisher, sent } = publisherOf(1);
  publisher.schedule('a');
  setImmediate(() => sent.push('request'));
  publisher.schedule('a');
  publisher.schedule('b');
  publisher.forget('b');
  t.mock.timers.tick(1);
  t.mock.timers.tick(1);
  assert.deepEqual(sent, ['request', 'a']);
});

test('publisher: where checking takes long, it waits for a pause in proportion', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'setImmediate'] });
  const { publisher, sent } = publisherOf(100);
  publisher.schedule('a');
  t.mock.timers.tick(1);
  t.mock.timers.tick(1);
  assert.deepEqual(sent, ['a']);
  publisher.schedule('a');
  t.mock.timers.tick(99);
  publisher.schedule('a');
  t.mock.timers.tick(99);
  assert.deepEqual(sent, ['a']);
  t.mock.timers.tick(1);
  assert.deepEqual(sent, ['a', 'a']);
});

test('publisher: a wanted pause is kept', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'setImmediate'] });
  const { publisher, sent } = publisherOf(1);
  publisher.schedule('a', 50);
  t.mock.timers.tick(49);
  assert.deepEqual(sent, []);
  t.mock.timers.tick(1);
  assert.deepEqual(sent, ['a']);
});
