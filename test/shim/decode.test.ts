import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeManifest, decodeRecord } from '../../shim/src/decode.ts';
import type { Manifest } from '../../shim/src/protocol.ts';
import type { JobRecord } from '../../shim/src/record.ts';

const file = { name: 'libdmtcp.so', size: 12, sha256: 'ab' };
const manifest: Manifest = {
  schema: 1,
  dmtcpVersion: 'v',
  origin: '/opt',
  architecture: 'x86_64',
  files: [file],
};
const record: JobRecord = {
  schema: 1,
  starts: 2,
  checkpoints: 1,
  images: [file],
  saved: [{ ...file, original: 'ckpt_files/c' }],
  outputs: [{ name: 'out', size: 5 }],
  inputOffset: 3,
  written: ['a.txt'],
  checkpointMilliseconds: 40,
  layout: '/tmp/shim_dmtcp-1-2.0',
  ended: { kind: 'signal', signal: 15 },
};

describe('what the shim reads back', () => {
  it('is what was written', () => {
    assert.deepEqual(decodeManifest(JSON.stringify(manifest)), manifest);
    assert.deepEqual(decodeRecord(JSON.stringify(record)), record);
  });

  it('is nothing when a field is missing or wrong', () => {
    const wrong: readonly Readonly<Record<string, unknown>>[] = [
      { schema: 2 },
      { starts: '2' },
      { images: [{ name: 'x' }] },
      { outputs: {} },
      { inputOffset: null },
    ];
    for (const change of wrong)
      assert.equal(decodeRecord(JSON.stringify({ ...record, ...change })), undefined);
    for (const change of [{ schema: 0 }, { architecture: 'sparc' }, { files: [{}] }, { origin: 1 }]) {
      assert.equal(decodeManifest(JSON.stringify({ ...manifest, ...change })), undefined);
    }
  });

  it('never is an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        decodeManifest(text);
        decodeRecord(text);
      }),
    );
  });
});
