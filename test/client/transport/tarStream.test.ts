import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endOfArchive, memberHeader, padding } from '../../../client/src/transport/tarStream.ts';

// ssh.system.test.ts has the real tar read these.
describe('tar streams', () => {
  it('has whole blocks, and whole records in all', () => {
    for (const size of [0, 1, 511, 512, 513]) assert.equal((size + padding(size).length) % 512, 0);
    for (const name of ['a', 'a'.repeat(100), 'a'.repeat(101), 'ü'.repeat(2000)])
      assert.equal(memberHeader({ name, size: 1, mode: 0o644 }).length % 512, 0);
    for (const written of [0, 512, 10_240 - 1024, 10_240 - 512, 10_240]) {
      const end = endOfArchive(written);
      assert.ok(end.length >= 1024);
      assert.equal((written + end.length) % 10_240, 0);
    }
  });
  it('writes name, mode, size and a checksum', () => {
    const bytes = memberHeader({ name: "it's -rf", size: 8, mode: 0o755 });
    assert.equal(bytes.toString('latin1', 0, 9), "it's -rf\0");
    assert.deepEqual(
      [bytes.toString('latin1', 100, 107), bytes.toString('latin1', 124, 135)],
      ['0000755', '00000000010'],
    );
    const sum = Number.parseInt(bytes.toString('latin1', 148, 154), 8);
    bytes.fill(' ', 148, 156);
    assert.equal(
      sum,
      bytes.reduce((total, byte) => total + byte, 0),
    );
  });
  it('has room for sizes beyond 8 GiB', () => {
    const bytes = memberHeader({ name: 'big', size: 2 ** 40 + 5, mode: 0o644 });
    assert.equal(bytes[124], 0x80);
    assert.equal(bytes.readBigUInt64BE(128), 2n ** 40n + 5n);
  });
});
