import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeShimEvent, decodeShimEvents, ShimEventDecoder } from '../../../client/src/dmtcp/shimEvents.ts';
import type { ShimEvent } from '../../../shim/src/protocol.ts';

const base = { schema: 1, time: 1795364739000, job: '1.0' };
const events: readonly ShimEvent[] = [
  {
    ...base,
    event: 'start',
    start: 1,
    shimVersion: '0.1.0',
    host: 'node1',
    sandbox: '/var/dir_1',
    command: ['./foo', 'ünïcödé'],
    log: 'shim.log',
  },
  { ...base, event: 'running', pid: 7, restartedFrom: [] },
  { ...base, event: 'unprotected', pid: 8 },
  { ...base, event: 'checkpoint', milliseconds: 640, bytes: 3, images: ['ckpt_foo.dmtcp'], reason: 'vacate' },
  { ...base, event: 'checkpoint-failed', reason: 'interval', message: 'disk full' },
  { ...base, event: 'vacate', signal: 'SIGINT' },
  { ...base, event: 'restart-failed', images: ['a'], message: 'no' },
  { ...base, event: 'exit', outcome: 'completed', code: 0, message: 'done' },
];
const file = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''));

describe('shim events', () => {
  it('are read back as they were written', () => {
    assert.deepEqual(decodeShimEvents(file.toString()), events);
  });
  it('are the same however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: file.length }), { maxLength: 20 }), (cuts) => {
        const decoder = new ShimEventDecoder();
        const places = [0, ...cuts.sort((a, b) => a - b), file.length];
        const read = places.flatMap((place, index) =>
          decoder.append(file.subarray(places[index - 1] ?? 0, place)),
        );
        assert.deepEqual(read, events);
      }),
    );
  });
  it('of which a field is missing are none', () => {
    for (const event of events) {
      assert.equal(decodeShimEvent(JSON.stringify({ ...event, event: undefined })), undefined);
      assert.equal(decodeShimEvent(JSON.stringify({ event: event.event })), undefined);
    }
    assert.equal(decodeShimEvent(JSON.stringify({ ...base, event: 'toString' })), undefined);
    assert.equal(decodeShimEvent(JSON.stringify({ ...base, event: 'later', x: 1 })), undefined);
  });
  it('may stand among anything', () => {
    fc.assert(
      fc.property(fc.string(), (noise) => {
        const line = noise.replaceAll('\n', '');
        assert.equal(decodeShimEvents(`${line}\n${file.toString()}`).length, events.length);
      }),
    );
    fc.assert(fc.property(fc.json(), (json) => assert.equal(decodeShimEvent(json), undefined)));
  });
  it('begin anew after restart(), and an endless line is not kept', () => {
    const decoder = new ShimEventDecoder();
    decoder.append(Buffer.from('{"half'));
    decoder.restart();
    assert.equal(decoder.append(file).length, events.length);
    for (let count = 0; count < 5; count++) decoder.append(Buffer.alloc(1_000_000, 'x'));
    assert.equal(decoder.append(Buffer.concat([Buffer.from('\n'), file])).length, events.length);
  });
});
