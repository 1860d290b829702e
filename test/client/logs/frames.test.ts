import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FrameDecoder, type Frame } from '../../../client/src/logs/frames.ts';

const line = (path: string, size: number, from: number, bytes: Uint8Array): string =>
  `@${Buffer.from(path, 'latin1').toString('base64')} ${size} ${from} ${Buffer.from(bytes).toString('base64')}\n`;

describe('FrameDecoder', () => {
  it('decodes the same frames however the bytes are cut', () => {
    const frame = fc.record({
      path: fc
        .uint8Array({ minLength: 1, maxLength: 20, min: 1 })
        .map((b) => Buffer.from(b).toString('latin1')),
      size: fc.nat(),
      from: fc.nat(),
      bytes: fc.uint8Array({ maxLength: 100 }),
    });
    fc.assert(
      fc.property(
        fc.array(frame),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
        (frames, cuts) => {
          const text = Buffer.from(
            frames.map((f) => line(f.path, f.size, f.from, f.bytes)).join(''),
            'latin1',
          );
          const decoder = new FrameDecoder();
          const decoded: Frame[] = [];
          for (let at = 0, i = 0; at < text.length; i++) {
            const length = cuts[i % cuts.length] ?? 1;
            decoded.push(...decoder.append(text.subarray(at, at + length)));
            at += length;
          }
          assert.deepEqual(
            decoded.map((f) => (f.kind === 'data' ? { ...f, bytes: [...f.bytes] } : f)),
            frames.map((f) => ({ kind: 'data', ...f, bytes: [...f.bytes] })),
          );
        },
      ),
    );
  });
  it('tells signs of life, the end, and what is neither', () => {
    const decoder = new FrameDecoder();
    assert.deepEqual(decoder.append(Buffer.from('.\n!\nPermission denied\n@x y z\n')), [
      { kind: 'alive' },
      { kind: 'complete' },
      { kind: 'noise', text: 'Permission denied' },
      { kind: 'noise', text: '@x y z' },
    ]);
  });
  it('keeps no endless line, and goes on after it', () => {
    const decoder = new FrameDecoder();
    const frames = [
      ...decoder.append(Buffer.alloc(700_000, 'x')),
      ...decoder.append(Buffer.alloc(700_000, 'x')),
      ...decoder.append(Buffer.from('\n.\n')),
    ];
    assert.deepEqual(
      frames.map((f) => f.kind),
      ['noise', 'alive'],
    );
  });
  it('takes any bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void new FrameDecoder().append(bytes)));
  });
});
