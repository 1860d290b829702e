import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeManifest, decodeRecord } from '../../shim/src/decode.ts';
import type { Manifest } from '../../shim/src/protocol.ts';
import type { ImageSet, JobRecord } from '../../shim/src/record.ts';

const file = { name: 'libdmtcp.so', size: 12, sha256: 'ab' };
const manifest: Manifest = {
  schema: 1,
  dmtcpVersion: 'v',
  origin: '/opt',
  architecture: 'x86_64',
  files: [file],
};
const set: ImageSet = {
  checkpoint: 4,
  slot: 1,
  images: [{ ...file, original: 'ckpt_foo_1.dmtcp' }],
  saved: [{ ...file, original: 'ckpt_files/c' }],
  outputs: [{ name: 'out', size: 5 }],
  inputOffset: 3,
  milliseconds: 40,
  madeOn: {
    host: 'h',
    machine: 'x86_64',
    kernel: '6.1',
    glibc: '2.36',
    cpu: ['avx2'],
    dmtcp: 'DMTCP 4.2.0',
    microarch: 'x86_64-v3',
    condorMachine: 'h.pool',
  },
  failures: 1,
};
const record: JobRecord = {
  schema: 2,
  starts: 2,
  checkpoints: 4,
  sets: [set],
  replaced: ['ckpt_foo_1.0.dmtcp'],
  setAside: ['ckpt_foo_1.1.dmtcp.bad-3'],
  failedStarts: 1,
  tooSlow: 17_000,
  outputs: [{ name: 'out', size: 0 }],
  written: ['a.txt'],
  placeholders: ['b.txt'],
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
      { schema: 1 },
      { starts: '2' },
      { sets: [{ name: 'x' }] },
      { sets: [{ ...set, images: [] }] },
      { sets: [{ ...set, inputOffset: null }] },
      { outputs: {} },
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
