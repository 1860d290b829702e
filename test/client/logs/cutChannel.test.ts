/** Numbered lines over a channel that is cut wherever it likes: the decoders and the state of a file lose nothing. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FileState } from '../../../client/src/logs/fileState.ts';
import { overlap } from '../../../client/src/logs/followScript.ts';
import { FrameDecoder } from '../../../client/src/logs/frames.ts';
import { HubDecoder } from '../../../client/src/logs/hubFrames.ts';

/** A disk with one file that is renamed now and then, and a double of the agent that follows it. */
class World {
  written = '';
  private readonly files = new Map<string, Buffer>();
  private current = 0;
  private line = 0;

  constructor() {
    this.rename();
  }

  write(lines: number): void {
    const text = Array.from({ length: lines }, () => `line ${++this.line}\n`).join('');
    this.written += text;
    const identity = `1:${this.current}`;
    this.files.set(identity, Buffer.concat([this.file(identity), Buffer.from(text)]));
  }

  rename(): void {
    this.files.set(`1:${++this.current}`, Buffer.alloc(0));
  }

  /** What a hub says that starts at a position, in frames of at most `chunk` bytes. */
  answer(offset: number, identity: string, chunk: number): Buffer {
    let id = identity === '' ? '1:1' : identity;
    let [at, first, news] = [offset, offset > 0, '-'];
    const said: Buffer[] = [Buffer.from('Welcome to the access point!\nh\n')];
    for (;;) {
      const file = this.file(id);
      while (at < file.length || first || news !== '-') {
        const from = first ? Math.max(0, at - overlap) : at;
        const bytes = file.subarray(from, at + chunk);
        const frame = Buffer.concat([
          Buffer.from(`#6f ${id} ${file.length} ${from} ${bytes.length} ${news}\n`),
          bytes,
        ]);
        said.push(Buffer.from(`.\no 1 ${frame.length}\n`), frame);
        [at, first, news] = [from + bytes.length, false, '-'];
      }
      const next = `1:${Number(id.slice(2)) + 1}`;
      if (!this.files.has(next)) return Buffer.concat(said);
      [id, at, news] = [next, 0, 'r'];
    }
  }

  private file(identity: string): Buffer {
    return this.files.get(identity) ?? Buffer.alloc(0);
  }
}

const step = fc.record({
  lines: fc.nat(40),
  rename: fc.boolean(),
  chunk: fc.integer({ min: 1, max: 2000 }),
  /** Share of the answer that comes through before the cut. */
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  piece: fc.integer({ min: 1, max: 500 }),
});

describe('a channel that is cut again and again', () => {
  it('tells each line once: 200 runs of up to 100 cuts', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 100 }), (steps) => {
        const world = new World();
        const state = new FileState({ key: 'o', name: 'o', kind: 'other' });
        let seen = '';
        const connect = (chunk: number, share: number, piece: number): void => {
          const answer = world.answer(state.offset, state.identity, chunk);
          const through = answer.subarray(0, Math.floor(answer.length * share));
          const [hub, frames] = [new HubDecoder(), new FrameDecoder()];
          for (let at = 0; at < through.length; at += piece) {
            for (const one of hub.append(through.subarray(at, at + piece))) {
              assert.ok(one.kind === 'output');
              for (const frame of frames.append(one.bytes)) {
                assert.ok(frame.kind === 'data');
                for (const event of state.take(frame).events) {
                  assert.ok(event.kind === 'data' || event.kind === 'rotated');
                  if (event.kind === 'data') seen += Buffer.from(event.bytes).toString();
                }
              }
            }
          }
        };
        for (const { lines, rename, chunk, share, piece } of steps) {
          world.write(lines);
          connect(chunk, share, piece);
          if (rename) world.rename();
        }
        connect(5000, 1, 4096);
        assert.equal(seen, world.written);
      }),
      { numRuns: 200 },
    );
  });
});
