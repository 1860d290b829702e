import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBoolean, readInteger, readSignal, readSize } from '../../../server/src/submit/values.ts';

test('booleans', () => {
  for (const text of ['true', 'TRUE', '1', '1 == 1'])
    assert.deepEqual(readBoolean(text), { kind: 'value', value: true });
  for (const text of ['False', '0']) assert.deepEqual(readBoolean(text), { kind: 'value', value: false });
  for (const text of ['yes', 'on', 't', '"true"', 'true # c'])
    assert.equal(readBoolean(text).kind, 'invalid');
  assert.equal(readBoolean('time() > 1').kind, 'unknown');
});

test('integers', () => {
  assert.deepEqual(readInteger('5.5'), { kind: 'value', value: 5 });
  assert.deepEqual(readInteger('1+1'), { kind: 'value', value: 2 });
  assert.equal(readInteger('abc').kind, 'invalid');
});

test('sizes', () => {
  assert.deepEqual(readSize('1 GB'), { number: 1, unit: 'G' });
  assert.deepEqual(readSize('0.5t'), { number: 0.5, unit: 'T' });
  assert.equal(readSize('1gib'), undefined);
});

test('signals', () => {
  assert.equal(readSignal('SIGINT'), 2);
  assert.equal(readSignal('sigterm'), 15);
  assert.equal(readSignal('15'), 15);
  for (const text of ['INT', 'sigfoo', '99', '-1']) assert.equal(readSignal(text), undefined);
});
