/** Texts of other programs that the shim reads, and small pure parts. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { withoutEnvironment } from '../../shim/src/dmtcpLogs.ts';
import { elfMachine } from '../../shim/src/elf.ts';
import { decode, encode } from '../../shim/src/host/quickjs/text.ts';
import { loadFailure } from '../../shim/src/tools.ts';

describe('elfMachine', () => {
  const header = (machine: number): Uint8Array => {
    const bytes = new Uint8Array(64);
    bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
    bytes.set([machine & 0xff, machine >> 8], 18);
    return bytes;
  };

  it('names machines as uname does', () => {
    assert.equal(elfMachine(header(62)), 'x86_64');
    assert.equal(elfMachine(header(183)), 'aarch64');
    assert.equal(elfMachine(header(999)), 'machine 999');
  });

  it('knows what is no ELF file', () => {
    assert.equal(elfMachine(new TextEncoder().encode('#!/bin/sh\necho a script, not ELF\n')), undefined);
    assert.equal(elfMachine(header(62).subarray(0, 10)), undefined);
  });
});

describe('loadFailure', () => {
  const code = (number: number): { readonly kind: 'code'; readonly code: number } => ({
    kind: 'code',
    code: number,
  });

  it('names the missing library', () => {
    const output =
      'x/dmtcp_command: error while loading shared libraries: libatomic.so.1: cannot open shared object file';
    assert.match(loadFailure(output, code(127)) ?? '', /lacks libatomic\.so\.1\. Ship it/);
  });

  it('names the missing version of the C library', () => {
    const output = "dmtcp_launch: /lib/libc.so.6: version `GLIBC_2.38' not found (required by dmtcp_launch)";
    assert.match(loadFailure(output, code(1)) ?? '', /lacks GLIBC_2\.38/);
  });

  it('knows an illegal instruction', () => {
    assert.match(loadFailure('', { kind: 'signal', signal: 4 }) ?? '', /illegal instruction/);
  });

  it('finds nothing wrong with a usage text, which 4.2 ends with code 1', () => {
    assert.equal(loadFailure('Usage: ...', code(1)), undefined);
    assert.equal(loadFailure('', code(0)), undefined);
  });
});

describe('withoutEnvironment', () => {
  it('keeps the names and hides the values', () => {
    const log =
      "[x, INFO] REASON='Program: y'\n  Environment:\n    TOKEN=secret;\n    A=b=c;\n[x, Note] at z; (a = b);\n";
    const expected =
      "[x, INFO] REASON='Program: y'\n  Environment:\n    TOKEN=...;\n    A=...;\n[x, Note] at z; (a = b);\n";
    assert.equal(withoutEnvironment(log), expected);
  });
});

describe('UTF-8 without TextEncoder', () => {
  it('is the same as with it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        assert.deepEqual([...encode(text)], [...new TextEncoder().encode(text)]);
        assert.equal(decode(encode(text)), text);
      }),
    );
    const long = '100% of ünïcödé 😀\n'.repeat(3000);
    assert.equal(decode(encode(long)), long);
  });

  it('reads what is not UTF-8 as Latin-1', () => {
    assert.equal(decode(new Uint8Array([0x61, 0xff, 0x62])), 'aÿb');
  });
});
