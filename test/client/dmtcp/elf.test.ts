import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compareVersions, readElf } from '../../../client/src/dmtcp/elf.ts';

const node = process.platform === 'linux' ? readFileSync(process.execPath).subarray(0, 2 ** 27) : undefined;

describe('readElf', () => {
  it('reads machine, needed libraries and glibc of a real program', (t) => {
    if (node === undefined) return t.skip('this machine has no ELF programs');
    const elf = readElf(node);
    assert.equal(elf?.bits, 64);
    assert.equal(elf.machine, process.arch === 'arm64' ? 'aarch64' : 'x86_64');
    assert.ok(elf.needed.includes('libc.so.6'), elf.needed.join(', '));
    assert.match(elf.glibc ?? '', /^2\.\d+$/);
  });
  it('is no ELF file: text, nothing, big-endian', () => {
    for (const bytes of [
      Buffer.from('#!/bin/sh\n'.repeat(20)),
      Buffer.alloc(0),
      Buffer.from('7f454c460202010000'.padEnd(200, '0'), 'hex'),
    ]) {
      assert.equal(readElf(bytes), undefined);
    }
  });
  it('gives an answer for any bytes', (t) => {
    if (node === undefined) return t.skip('this machine has no ELF programs');
    const start = Buffer.from(node.subarray(0, 4096));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(4095), fc.nat(255)), { maxLength: 40 }),
        fc.nat(4096),
        (changes, length) => {
          const bytes = Buffer.from(start.subarray(0, length));
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          readElf(bytes);
        },
      ),
    );
  });
});

it('versions compare by number', () => {
  assert.deepEqual(['2.34', '2.9', '2.4', '2.34.1'].sort(compareVersions), ['2.4', '2.9', '2.34', '2.34.1']);
});
