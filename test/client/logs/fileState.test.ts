import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FileState } from '../../../client/src/logs/fileState.ts';
import { overlap } from '../../../client/src/logs/followScript.ts';
import type { DataFrame } from '../../../client/src/logs/frames.ts';

const file = { key: 'k', name: 'out', kind: 'output' } as const;

/** The frame that the script would print of a file, when it is at `position` in it. */
function frameOf(content: Uint8Array, position: number, chunk: number): DataFrame {
  const at = Math.min(position, content.length);
  const from = Math.max(0, at - overlap);
  return {
    kind: 'data',
    path: 'out',
    identity: '1:2',
    news: 'none',
    size: content.length,
    from,
    bytes: content.subarray(from, from + overlap + chunk),
  };
}

/** Reads a file to its end as tailJob does; returns what a person has seen of it. */
function follow(state: FileState, content: Uint8Array, seen: Uint8Array, chunk: number): Uint8Array {
  let shown = seen;
  let position = state.offset;
  for (let rounds = 0; rounds < 1000; rounds++) {
    const frame = frameOf(content, position, chunk);
    const taken = state.take(frame);
    for (const event of taken.events) {
      if (event.kind === 'truncated') {
        assert.equal(event.from, shown.length);
        shown = shown.subarray(0, event.to);
      } else {
        assert.ok(event.kind === 'data');
        assert.equal(event.offset, shown.length);
        shown = Buffer.concat([shown, event.bytes]);
      }
    }
    if (taken.kind === 'readAgain') position = 0;
    else if (frame.from + frame.bytes.length >= content.length) return shown;
    else position = frame.from + frame.bytes.length;
  }
  return assert.fail('it does not come to an end');
}

const content = (minimum: number, maximum: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: minimum, maxLength: maximum, max: 3 });

describe('FileState', () => {
  it('what is seen is the file, however it is appended to, cut back, or replaced', () => {
    const change = fc.oneof(
      fc.record({ kind: fc.constant('append' as const), bytes: content(0, 300) }),
      fc.record({
        kind: fc.constant('cut' as const),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
        bytes: content(0, 20),
      }),
      fc.record({ kind: fc.constant('replace' as const), bytes: content(0, 300) }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), fc.integer({ min: 1, max: 200 }), (changes, chunk) => {
        const state = new FileState(file);
        let disk: Uint8Array = new Uint8Array(0);
        let seen: Uint8Array = new Uint8Array(0);
        for (const one of changes) {
          if (one.kind === 'append') disk = Buffer.concat([disk, one.bytes]);
          else if (one.kind === 'replace') disk = one.bytes;
          else disk = Buffer.concat([disk.subarray(0, Math.floor(disk.length * one.share)), one.bytes]);
          seen = follow(state, disk, seen, chunk);
          // A change that leaves the last bytes and the size as they were cannot be seen; any other must be.
          assert.equal(seen.length, disk.length);
          assert.deepEqual(Buffer.from(seen.subarray(-overlap)), Buffer.from(disk.subarray(-overlap)));
        }
      }),
    );
  });
  it('a file that only grows is told byte by byte, once', () => {
    fc.assert(
      fc.property(fc.array(content(0, 200)), fc.integer({ min: 1, max: 100 }), (pieces, chunk) => {
        const state = new FileState(file);
        let disk: Uint8Array = new Uint8Array(0);
        let seen: Uint8Array = new Uint8Array(0);
        for (const piece of pieces) {
          disk = Buffer.concat([disk, piece]);
          seen = follow(state, disk, seen, chunk);
        }
        assert.deepEqual(Buffer.from(seen), Buffer.from(disk));
      }),
    );
  });
  it('a file that was cut back and is the same up to there goes on from the cut', () => {
    const state = new FileState(file);
    const before = Buffer.from(Array.from({ length: 100 }, (_, i) => `${i}\n`).join(''));
    follow(state, before, new Uint8Array(0), 1000);
    const cut = before.subarray(0, 200);
    const taken = state.take(frameOf(cut, state.offset, 1000));
    assert.deepEqual(taken, {
      kind: 'events',
      events: [{ kind: 'truncated', file, from: before.length, to: 200 }],
    });
  });
  it('a file that was renamed stays told, and the new one of its name begins at 0', () => {
    const state = new FileState(file);
    follow(state, Buffer.from('old\n'), new Uint8Array(0), 1000);
    const bytes = Buffer.from('new\n');
    const taken = state.take({ ...frameOf(bytes, 0, 1000), identity: '1:3', news: 'rotated' });
    assert.deepEqual(taken, {
      kind: 'events',
      events: [
        { kind: 'rotated', file },
        { kind: 'data', file, offset: 0, bytes },
      ],
    });
    assert.equal(state.identity, '1:3');
  });
  it('a file that was long already begins where its follower says', () => {
    const state = new FileState(file);
    const bytes = Buffer.from('the end\n');
    const taken = state.take({ ...frameOf(bytes, 0, 1000), from: 5000, size: 5008, news: 'skipped' });
    assert.deepEqual(taken.events, [
      { kind: 'skipped', file, bytes: 5000 },
      { kind: 'data', file, offset: 5000, bytes },
    ]);
    assert.equal(state.offset, 5008);
  });
  it('a file that was emptied is not asked for again: its follower starts anew by itself', () => {
    const state = new FileState(file);
    follow(state, Buffer.from('old\n'), new Uint8Array(0), 1000);
    const taken = state.take(frameOf(new Uint8Array(0), 0, 1000));
    assert.deepEqual(taken, { kind: 'events', events: [{ kind: 'truncated', file, from: 4, to: 0 }] });
  });
});
