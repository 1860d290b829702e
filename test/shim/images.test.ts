/**
 * Which images are a checkpoint that the coordinator told no end of. Headers and logs are of real checkpoints: `forking`
 * of a program whose children came and went while it began, `died` of one whose second process was killed when all stood
 * still, just before it began its image. The logs tell the same of both; only the images know better.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { membershipOf } from '../../shim/src/dmtcp/imageHeader.ts';
import { nodeHost } from '../../shim/src/host/node/host.ts';
import { adoptUnannounced, takeSnapshot, wholenessOf } from '../../shim/src/images.ts';
import { storeImages } from '../../shim/src/imageStore.ts';

const fixtures = 'test/shim/fixtures';
/** By release, the headers of both images of one checkpoint, by name, in hexadecimal. */
const captured = JSON.parse(readFileSync(path.join(fixtures, 'images.json'), 'utf8')) as Readonly<
  Record<string, Readonly<Record<string, string>>>
>;
const host = nodeHost();
const script = 'dmtcp_restart_script.sh';
const lost = '1 image of a checkpoint of 2 processes';

let directory = '';
beforeEach(() => (directory = mkdtempSync(path.join(tmpdir(), 'shim-images-'))));
afterEach(() => rmSync(directory, { recursive: true }));

const at = (name: string): string => path.join(directory, name);
const log = (): string => at('log');
const snapshot = (): ReturnType<typeof takeSnapshot> => takeSnapshot(host, directory, log());
const adopt = (before: ReturnType<typeof takeSnapshot>): ReturnType<typeof adoptUnannounced> =>
  adoptUnannounced(host, directory, log(), before);
const files = (): readonly string[] => readdirSync(directory).filter((name) => name !== 'log');

for (const [release, headers] of Object.entries(captured)) {
  const [[first, firstHex] = ['', ''], [second, secondHex] = ['', '']] = Object.entries(headers);
  const logOf = (what: 'forking' | 'died'): string =>
    readFileSync(path.join(fixtures, `coordinator-${release}-${what}.log`), 'utf8');
  for (const [kind, encode] of [
    ['plain', (hex: string) => Buffer.from(hex + '00'.repeat(4096), 'hex')],
    ['compressed', (hex: string) => gzipSync(Buffer.from(hex + '00'.repeat(4096), 'hex'), { level: 1 })],
  ] as const) {
    describe(`${kind} images of ${release}`, () => {
      const write = (name: string, hex: string): void => writeFileSync(at(name), encode(hex));

      it('say which checkpoint they are of, and of how many processes', () => {
        const one = membershipOf(first, encode(firstHex));
        assert.equal(one?.processes, 2);
        assert.deepEqual(membershipOf(second, encode(secondHex)), one);
        const longPaths = firstHex.slice(0, 60) + '61'.repeat(9000) + firstHex.slice(60);
        assert.deepEqual(membershipOf(first, encode(longPaths)), one);
        assert.equal(membershipOf(second, encode(firstHex)), undefined, 'the header of another process');
        assert.equal(membershipOf(first, encode(firstHex).subarray(0, 60)), undefined, 'cut short');
      });

      it('are adopted when all are there, whoever came and went before', () => {
        const ended = first.replace('40000', '42000');
        write(ended, firstHex);
        writeFileSync(at(script), 'of the checkpoint before');
        const before = snapshot();
        write(first, firstHex);
        write(second, secondHex);
        writeFileSync(log(), logOf('forking'));
        assert.deepEqual(adopt(before), { kind: 'whole' });
        assert.deepEqual(files(), [first, second]);
      });

      it('are adopted although the end of the log is missing', () => {
        const before = snapshot();
        write(first, firstHex);
        write(second, secondHex);
        const [begin = ''] = logOf('forking').split('suspending all nodes');
        writeFileSync(log(), begin);
        assert.deepEqual(adopt(before), { kind: 'whole' });
        writeFileSync(log(), begin.slice(0, begin.indexOf('starting checkpoint')));
        assert.deepEqual(adopt(before), { kind: 'unknown' }, 'none was begun');
      });

      it('are no checkpoint, and not kept, when a process died before its image, whatever the log says', () => {
        const older = first.replace('40000', '42000');
        write(older, firstHex);
        const before = snapshot();
        write(first, firstHex);
        writeFileSync(log(), logOf('died'));
        assert.match(logOf('died'), /Checkpoint complete; all workers running/);
        assert.deepEqual(adopt(before), { kind: 'lacking', why: lost });
        assert.deepEqual(files(), [first, older], 'nothing is removed');
        rmSync(at(older));
        assert.throws(
          () =>
            storeImages({ host, kept: at('kept'), job: { id: '1.0' } }, directory, { slot: 0, hash: false }),
          { message: `${first}: ${lost}` },
        );
      });

      it('are no checkpoint when a process died in the middle of its image', () => {
        const before = snapshot();
        write(first, firstHex);
        write(`${second}.temp`, secondHex);
        writeFileSync(log(), logOf('died'));
        assert.deepEqual(adopt(before), { kind: 'unknown' });
      });

      it('are no checkpoint when one is of the checkpoint before, or one too many', () => {
        const before = snapshot();
        const checkpoint = membershipOf(first, encode(firstHex))?.checkpoint ?? '';
        const earlier = secondHex.replace(checkpoint, checkpoint.replace('02000000', '01000000'));
        write(first, firstHex);
        write(second, earlier);
        writeFileSync(log(), logOf('forking'));
        const why = 'the images are not all of the same checkpoint';
        assert.deepEqual(adopt(before), { kind: 'lacking', why });
        write(second, secondHex);
        // 41000 becomes 42000, in the name and in the header.
        write(second.replace('41000', '42000'), secondHex.replaceAll('28a00000', '10a40000'));
        assert.deepEqual(adopt(before), { kind: 'lacking', why: '3 images of a checkpoint of 2 processes' });
      });
    });
  }
}

describe('images of an unknown layout', () => {
  it('are never adopted, but kept on the word of the coordinator', () => {
    const before = snapshot();
    writeFileSync(at('ckpt_a_1-2-3.dmtcp'), 'DMTCP stand-in');
    writeFileSync(log(), readFileSync(path.join(fixtures, 'coordinator-3.2.0-forking.log')));
    assert.deepEqual(adopt(before), { kind: 'unknown' });
    assert.deepEqual(wholenessOf(host, []), { kind: 'unknown' });
    const stored = storeImages({ host, kept: directory, job: { id: '1.0' } }, directory, {
      slot: 0,
      hash: false,
    });
    assert.deepEqual(
      stored.images.map(({ original }) => original),
      ['ckpt_a_1-2-3.dmtcp'],
    );
  });
});
