import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FrameDecoder, type Frame } from '../../../client/src/logs/frames.ts';

/** A frame of the shell's follower. */
const line = (path: string, size: number, from: number, bytes: Uint8Array): string =>
  `@${Buffer.from(path, 'latin1').toString('base64')} ${size} ${from} ${Buffer.from(bytes).toString('base64')}\n`;

/** A frame of the perl follower. */
const framed = (path: string, size: number, from: number, bytes: Uint8Array): Buffer =>
  Buffer.concat([
    Buffer.from(`#${Buffer.from(path, 'latin1').toString('hex')} 1:2 ${size} ${from} ${bytes.length} r\n`),
    bytes,
  ]);

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
        fc.boolean(),
        (frames, cuts, shell) => {
          const text = Buffer.concat(
            frames.map((f) =>
              shell
                ? Buffer.from(line(f.path, f.size, f.from, f.bytes), 'latin1')
                : framed(f.path, f.size, f.from, f.bytes),
            ),
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
            frames.map((f) => ({
              kind: 'data',
              ...f,
              identity: shell ? '' : '1:2',
              news: shell ? 'none' : 'rotated',
              bytes: [...f.bytes],
            })),
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
