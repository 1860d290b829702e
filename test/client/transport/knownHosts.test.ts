import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  fingerprint,
  judgeHostKey,
  knownHostsLine,
  knownKeyTypes,
  parseKnownHosts,
  type HostKey,
  type HostName,
} from '../../../client/src/transport/knownHosts.ts';
import { matchesPattern } from '../../../client/src/transport/patterns.ts';

/** A key's wire form: its type, then something of its own. */
function key(type: string, content: string): HostKey {
  const field = (text: string): Buffer => {
    const bytes = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  return { type, blob: Buffer.concat([field(type), field(content)]) };
}

const base64 = (of: HostKey): string => Buffer.from(of.blob).toString('base64');
const mine = key('ssh-ed25519', 'mine');
const other = key('ssh-ed25519', 'other');
const rsa = key('ssh-rsa', 'rsa');

function hashed(name: string): string {
  const salt = Buffer.from('0123456789abcdefghij');
  const hash = createHmac('sha1', salt).update(name).digest('base64');
  return `|1|${salt.toString('base64')}|${hash}`;
}

/** The verdict on `shown` by a known_hosts text. */
const verdict = (text: string, name: Partial<HostName> = {}, shown = mine): string => {
  const entries = parseKnownHosts(text, 'known_hosts');
  return judgeHostKey(entries, { host: 'ap.example.org', port: 22, ...name }, shown).kind;
};
const line = (hosts: string, of = mine, marker = ''): string =>
  `${marker}${hosts} ${of.type} ${base64(of)} a comment`;

describe('known_hosts', () => {
  const cases: readonly (readonly [string, string, string, Partial<HostName>?, HostKey?])[] = [
    ['a plain entry', line('ap.example.org'), 'known'],
    ['one of several names', line('10.0.0.1,ap.example.org'), 'known'],
    ['another name', line('ap2.example.org'), 'unknown'],
    ['names in any case', line('AP.Example.ORG'), 'known', { host: 'ap.EXAMPLE.org' }],
    ['a hashed name', line(hashed('ap.example.org')), 'known'],
    ['another hashed name', line(hashed('ap2.example.org')), 'unknown'],
    ['a hashed name with port', line(hashed('[ap.example.org]:2222')), 'known', { port: 2222 }],
    ['a port that is not 22', line('[ap.example.org]:2222'), 'known', { port: 2222 }],
    ['another port', line('[ap.example.org]:2222'), 'unknown', { port: 2223 }],
    ['an entry with a port does not hold for port 22', line('[ap.example.org]:2222'), 'unknown'],
    ['an entry without port holds on every port', line('ap.example.org'), 'known', { port: 2222 }],
    [
      'another key without port is no change of the one with port',
      line('ap.example.org', other),
      'unknown',
      { port: 2222 },
    ],
    ['another key', line('ap.example.org', other), 'changed'],
    ['one of two keys', `${line('ap.example.org', other)}\n${line('ap.example.org')}`, 'known'],
    ['a key of another type only', line('ap.example.org', rsa), 'unknown'],
    ['a revoked key', `${line('ap.example.org')}\n${line('*', mine, '@revoked ')}`, 'revoked'],
    ['another key that was revoked', `${line('ap.example.org')}\n${line('*', other, '@revoked ')}`, 'known'],
    ['a revoked key without port', line('ap.example.org', mine, '@revoked '), 'revoked', { port: 2222 }],
    ['a certificate authority vouches for no plain key', line('*', mine, '@cert-authority '), 'unknown'],
    ['wildcards', line('*.example.org'), 'known'],
    ['a question mark', line('a?.example.org'), 'known'],
    ['a negated name', line('*.example.org,!ap.example.org'), 'unknown'],
    ['a negated name first', line('!ap.example.org,*.example.org'), 'unknown'],
    ['an alias in place of host and port', line('pool'), 'known', { alias: 'pool', port: 2222 }],
    ['a host whose alias is another', line('ap.example.org'), 'unknown', { alias: 'pool' }],
    ['a comment', `# ${line('ap.example.org')}`, 'unknown'],
    ['a marker that is not known', line('ap.example.org', mine, '@blessed '), 'unknown'],
    ['a line that was cut', 'ap.example.org ssh-ed25519', 'unknown'],
    ['a key that is no base64', 'ap.example.org ssh-ed25519 ???', 'unknown'],
    ['lines with CR', `${line('ap.example.org')}\r\n`, 'known'],
  ];
  for (const [name, text, expected, host, shown] of cases) {
    it(`${name}: ${expected}`, () => assert.equal(verdict(text, host, shown), expected));
  }

  it('names the line that knows another key', () => {
    const entries = parseKnownHosts(`\n${line('ap.example.org', other)}`, '/x/known_hosts');
    const found = judgeHostKey(entries, { host: 'ap.example.org', port: 22 }, mine);
    assert.ok(found.kind === 'changed');
    assert.deepEqual([found.entry.file, found.entry.line], ['/x/known_hosts', 2]);
  });
  it('lists the types that are known, for the key exchange', () => {
    const entries = parseKnownHosts(
      [line('h', rsa), line('h', mine), line('h', mine, '@cert-authority ')].join('\n'),
      'f',
    );
    assert.deepEqual(knownKeyTypes(entries, { host: 'h', port: 22 }), ['ssh-rsa', 'ssh-ed25519']);
    assert.deepEqual(judgeHostKey(parseKnownHosts(line('h', rsa), 'f'), { host: 'h', port: 22 }, mine), {
      kind: 'unknown',
      otherTypes: ['ssh-rsa'],
      authorities: false,
    });
  });
  it('writes lines that it reads', () => {
    for (const name of [
      { host: 'h', port: 22 },
      { host: 'H', port: 2222 },
      { host: 'h', port: 22, alias: 'a' },
    ]) {
      const entries = parseKnownHosts(knownHostsLine(name, mine), 'f');
      assert.equal(judgeHostKey(entries, name, mine).kind, 'known');
    }
  });
  it('prints fingerprints as OpenSSH does', () => {
    // ssh-keygen -lf of this public key.
    const blob = Buffer.from(
      'AAAAC3NzaC1lZDI1NTE5AAAAIPMwNhLMLZIVlUUQItlo1UHxY+g9p9adzE9DiGAtMliR',
      'base64',
    );
    assert.equal(fingerprint(blob), 'SHA256:TCh0x3vNiiIzZ+8sIB/Qc5+oZvPeeFh0pux0e6sJkhM');
  });
  it('takes any text and never trusts a key that is not in it', () => {
    const word = fc.oneof(
      fc.constantFrom(
        '@revoked',
        '@cert-authority',
        'ap.example.org',
        '*',
        '!ap.example.org',
        '|1|a|b',
        'ssh-rsa',
        base64(other),
        '\n',
        '#',
      ),
      fc.string({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        assert.notEqual(verdict(words.join(' ')), 'known');
      }),
    );
  });
});

describe('matchesPattern', () => {
  it('agrees with a regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(
        letters,
        fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 }),
        (pattern, text) => {
          const source = pattern.replaceAll('.', '\\.').replaceAll('?', '.').replace(/\*+/g, '.*');
          assert.equal(matchesPattern(pattern, text), new RegExp(`^${source}$`).test(text));
        },
      ),
    );
  });
  it('is quick where a backtracking one is not', () => {
    assert.equal(matchesPattern('*a'.repeat(30) + 'b', 'a'.repeat(200)), false);
  });
});
