import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync, constants } from 'node:zlib';
import fc from 'fast-check';
import { inflateStart } from '../../shim/src/inflate.ts';

const limit = 3000;

/** Bytes with repetitions near and far, as memory has them. */
const memory = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc
        .record({ byte: fc.nat(255), times: fc.nat(600) })
        .map(({ byte, times }) => new Uint8Array(times).fill(byte)),
    ),
    { maxLength: 12 },
  )
  .chain((parts) =>
    fc.array(fc.nat(Math.max(0, parts.length - 1)), { maxLength: 30 }).map((order) => ({ parts, order })),
  )
  .map(({ parts, order }) => Buffer.concat(order.map((i) => parts[i] ?? new Uint8Array())));

describe('inflateStart', () => {
  it('reads what zlib writes, whatever the method', () => {
    const settings = fc.record({
      level: fc.constantFrom(0, 1, 6, 9),
      strategy: fc.constantFrom(
        constants.Z_DEFAULT_STRATEGY,
        constants.Z_FIXED,
        constants.Z_HUFFMAN_ONLY,
        constants.Z_RLE,
      ),
    });
    fc.assert(
      fc.property(memory, settings, (bytes, options) => {
        assert.deepEqual(
          Buffer.from(inflateStart(gzipSync(bytes, options), limit)),
          bytes.subarray(0, limit),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('skips the name that gzip keeps, and the other fields of its header', () => {
    const plain = gzipSync('image');
    const header = Buffer.from(plain.subarray(0, 10));
    header[3] = 2 + 4 + 8 + 16;
    const fields = Buffer.from('\x02\x00xyname\0comment\0cc', 'latin1');
    const bytes = Buffer.concat([header, fields, plain.subarray(10)]);
    assert.equal(Buffer.from(inflateStart(bytes, limit)).toString(), 'image');
  });

  it('gives what it can of a file that is cut off or damaged, and ends', () => {
    const whole = Buffer.from(Array.from({ length: 2000 }, (_, i) => (i * i) % 251));
    const bytes = gzipSync(whole);
    for (let cut = 0; cut < bytes.length; cut += 7) {
      const start = Buffer.from(inflateStart(bytes.subarray(0, cut), limit));
      // The bits of the last symbol may be missing.
      const sure = Math.max(0, start.length - 1);
      assert.deepEqual(start.subarray(0, sure), whole.subarray(0, sure));
    }
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = byte;
        assert.ok(inflateStart(damaged, limit).length <= limit);
      }),
    );
    assert.equal(inflateStart(Buffer.from('no gzip'), limit).length, 0);
  });
});
