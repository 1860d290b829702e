/** known_hosts files, read as OpenSSH reads them (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). Pure and total. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { matchesPattern } from './patterns.ts';

export interface KnownHostsEntry {
  readonly marker: 'none' | 'revoked' | 'certAuthority';
  /** Patterns with commas, or one hashed name (|1|SALT|HASH). */
  readonly hosts: string;
  /** As written in the file, such as ssh-ed25519. */
  readonly keyType: string;
  /** The key's wire form. */
  readonly key: Uint8Array;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

export interface HostKey {
  /** Such as ssh-ed25519; ssh-rsa for RSA keys whatever they are signed with. */
  readonly type: string;
  /** The wire form. */
  readonly blob: Uint8Array;
}

export interface HostName {
  readonly host: string;
  readonly port: number;
  /** Looked up in place of host and port. */
  readonly alias?: string;
}

export type HostKeyVerdict =
  | { readonly kind: 'known'; readonly entry: KnownHostsEntry }
  | { readonly kind: 'revoked'; readonly entry: KnownHostsEntry }
  /** The host is known with another key of the same type. */
  | { readonly kind: 'changed'; readonly entry: KnownHostsEntry }
  /**
   * Not known; `otherTypes` when it is known with keys of other types only, `authorities` when known_hosts trusts
   * certificates for it: the key that was shown is none.
   */
  | { readonly kind: 'unknown'; readonly otherTypes: readonly string[]; readonly authorities: boolean };

/** Reads one file. Lines that are no entries are skipped, as OpenSSH does. */
export function parseKnownHosts(text: string, file: string): readonly KnownHostsEntry[] {
  return text.split('\n').flatMap((line, index) => {
    const entry = parseLine(line, file, index + 1);
    return entry === undefined ? [] : [entry];
  });
}

/** What the entries say of the key that a host showed. A certificate authority vouches for certificates, not for keys. */
export function judgeHostKey(
  entries: readonly KnownHostsEntry[],
  name: HostName,
  key: HostKey,
): HostKeyVerdict {
  const found = judgeName(entries, lookupName(name), key);
  // A host that is known without its port is known on every port, but not the other way round.
  if (found.kind !== 'unknown' || name.alias !== undefined || name.port === 22) return found;
  const anyPort = judgeName(entries, name.host, key);
  return anyPort.kind === 'known' || anyPort.kind === 'revoked' ? anyPort : found;
}

/** Types of the keys that are known for a host, most wanted first in no particular order; for the key exchange. */
export function knownKeyTypes(entries: readonly KnownHostsEntry[], name: HostName): readonly string[] {
  const types = (lookup: string): string[] =>
    entriesFor(entries, lookup)
      .filter((entry) => entry.marker === 'none')
      .map((entry) => keyTypeOf(entry.key) ?? entry.keyType);
  const exact = types(lookupName(name));
  const all = exact.length > 0 || name.alias !== undefined ? exact : types(name.host);
  return [...new Set(all)];
}

/** "SHA256:..." as OpenSSH prints it. */
export function fingerprint(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** The line that makes a key known, without a line feed. `salt` (20 bytes): with the host's name hashed. */
export function knownHostsLine(name: HostName, key: HostKey, salt?: Uint8Array): string {
  const lookup = lookupName(name);
  const hosts =
    salt === undefined
      ? lookup
      : `|1|${Buffer.from(salt).toString('base64')}|${createHmac('sha1', salt).update(lookup).digest('base64')}`;
  return `${hosts} ${key.type} ${Buffer.from(key.blob).toString('base64')}`;
}

/** The type that a key's wire form starts with; undefined for bytes that are no key. */
export function keyTypeOf(blob: Uint8Array): string | undefined {
  if (blob.byteLength < 4) return undefined;
  const length = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength).readUInt32BE(0);
  if (length === 0 || length > 64 || 4 + length > blob.byteLength) return undefined;
  const type = Buffer.from(blob.subarray(4, 4 + length)).toString('latin1');
  return /^[\w@.-]+$/.test(type) ? type : undefined;
}

/** How OpenSSH writes a host in known_hosts: lower case, the port only where it is not 22. */
function lookupName({ host, port, alias }: HostName): string {
  if (alias !== undefined) return alias.toLowerCase();
  return port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;
}

function judgeName(entries: readonly KnownHostsEntry[], lookup: string, key: HostKey): HostKeyVerdict {
  const mine = entriesFor(entries, lookup);
  const same = (entry: KnownHostsEntry): boolean => Buffer.compare(entry.key, key.blob) === 0;
  const revoked = mine.find((entry) => entry.marker === 'revoked' && same(entry));
  if (revoked !== undefined) return { kind: 'revoked', entry: revoked };

  const plain = mine.filter((entry) => entry.marker === 'none');
  const known = plain.find(same);
  if (known !== undefined) return { kind: 'known', entry: known };
  const typeOf = (entry: KnownHostsEntry): string => keyTypeOf(entry.key) ?? entry.keyType;
  const changed = plain.find((entry) => typeOf(entry) === key.type);
  if (changed !== undefined) return { kind: 'changed', entry: changed };
  return {
    kind: 'unknown',
    otherTypes: [...new Set(plain.map(typeOf))],
    authorities: mine.some((entry) => entry.marker === 'certAuthority'),
  };
}

const entriesFor = (entries: readonly KnownHostsEntry[], lookup: string): readonly KnownHostsEntry[] =>
  entries.filter((entry) => matchesHosts(entry.hosts, lookup.toLowerCase()));

function matchesHosts(hosts: string, lookup: string): boolean {
  if (hosts.startsWith('|')) return matchesHashed(hosts, lookup);
  let matched = false;
  for (const pattern of hosts.toLowerCase().split(',')) {
    const negated = pattern.startsWith('!');
    if (!matchesPattern(negated ? pattern.slice(1) : pattern, lookup)) continue;
    if (negated) return false;
    matched = true;
  }
  return matched;
}

function matchesHashed(hosts: string, lookup: string): boolean {
  const match = /^\|1\|([A-Za-z0-9+/=]+)\|([A-Za-z0-9+/=]+)$/.exec(hosts);
  if (match === null) return false;
  const [, salt = '', hash = ''] = match;
  const expected = Buffer.from(hash, 'base64');
  const computed = createHmac('sha1', Buffer.from(salt, 'base64')).update(lookup).digest();
  return expected.length === computed.length && timingSafeEqual(expected, computed);
}

function parseLine(line: string, file: string, number: number): KnownHostsEntry | undefined {
  const fields = line.trim().split(/[ \t]+/);
  let marker: KnownHostsEntry['marker'] = 'none';
  if (fields[0]?.startsWith('@') === true) {
    const word = fields.shift();
    if (word === '@revoked') marker = 'revoked';
    else if (word === '@cert-authority') marker = 'certAuthority';
    else return undefined;
  }
  const [hosts, keyType, base64] = fields;
  if (hosts === undefined || hosts === '' || hosts.startsWith('#')) return undefined;
  if (keyType === undefined || base64 === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64))
    return undefined;
  const key = Buffer.from(base64, 'base64');
  if (keyTypeOf(key) === undefined) return undefined;
  return { marker, hosts, keyType, key, file, line: number };
}
