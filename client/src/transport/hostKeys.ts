/** The check of a host's key, before anything but the key exchange is sent to it. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { HostKey, HostKeyVerdict, HostName, KnownHostsEntry } from './knownHosts.ts';
import {
  fingerprint,
  judgeHostKey,
  keyTypeOf,
  knownHostsLine,
  knownKeyTypes,
  parseKnownHosts,
} from './knownHosts.ts';
import { rememberHostKey } from './rememberHostKey.ts';
import type { SshOptions } from './sshOptions.ts';
import { TransportError } from './transport.ts';

/** What ssh2 offers by itself, best first, without the algorithms that OpenSSH has given up. */
const algorithms = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
] as const;
type HostKeyAlgorithm = (typeof algorithms)[number];

export type KnownHosts = readonly KnownHostsEntry[];

/** All entries of the files; a file that does not exist has none, one that cannot be read is an error. */
export async function readKnownHosts(files: readonly string[]): Promise<KnownHosts> {
  const read = async (file: string): Promise<KnownHosts> => {
    try {
      return parseKnownHosts(await readFile(file, 'utf8'), file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      const why = error instanceof Error ? error.message : String(error);
      throw new TransportError('fileFailed', `The known_hosts file ${file} cannot be read: ${why}.`, {
        cause: error,
      });
    }
  };
  return (await Promise.all(files.map(read))).flat();
}

/** The algorithms to offer: first those of the keys that are known, so that the host shows one of them. */
export function hostKeyAlgorithms(known: KnownHosts, name: HostName): HostKeyAlgorithm[] {
  const types = knownKeyTypes(known, name);
  const isKnown = (algorithm: string): boolean =>
    types.includes(algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm);
  return [...algorithms.filter(isKnown), ...algorithms.filter((algorithm) => !isKnown(algorithm))];
}

/** Resolves when the key may be trusted; rejects with a TransportError that says what to do. */
export async function checkHostKey(blob: Uint8Array, known: KnownHosts, options: SshOptions): Promise<void> {
  const { host, port = 22 } = options;
  const name: HostName = {
    host,
    port,
    ...(options.hostKeyAlias === undefined ? {} : { alias: options.hostKeyAlias }),
  };
  const type = keyTypeOf(blob);
  if (type === undefined)
    throw new TransportError('protocol', `${host} showed something that is no host key.`);
  const key: HostKey = { type, blob };
  const shown = `${type} ${fingerprint(blob)}`;
  const verdict = judgeHostKey(known, name, key);
  switch (verdict.kind) {
    case 'known':
      return;
    case 'revoked':
      throw new TransportError(
        'hostKeyRevoked',
        `The host key of ${host} (${shown}) is marked @revoked in ${verdict.entry.file}, line ${verdict.entry.line}. ` +
          'Nothing was sent. Do not use this host until its administrator has given it a new key.',
      );
    case 'changed':
      throw new TransportError(
        'hostKeyChanged',
        `The host key of ${host}, port ${port} is not the one that is known. ` +
          `Known: ${type} ${fingerprint(verdict.entry.key)} (${verdict.entry.file}, line ${verdict.entry.line}). ` +
          `Shown: ${shown}. Nothing was sent. Somebody may be listening in between, or the host was installed anew: ` +
          'ask its administrator; if the new key is right, remove that line and connect again.',
      );
    case 'unknown': {
      const line = knownHostsLine(name, key, options.hashKnownHosts === true ? randomBytes(20) : undefined);
      const [file] = options.knownHostsFiles;
      switch (options.unknownHostKeys ?? 'ask') {
        case 'refuse':
          break;
        case 'accept':
          // The next connection shall notice another key.
          if (file !== undefined) await rememberHostKey(file, line);
          return;
        case 'ask': {
          const accepted = await options.confirmUnknownHostKey?.({
            host,
            port,
            keyType: type,
            fingerprint: fingerprint(blob),
            otherKnownTypes: verdict.otherTypes,
            hasAuthority: verdict.authorities,
            knownHostsLine: line,
            knownHostsFile: file,
          });
          if (accepted === true) return;
        }
      }
      throw unknownKey(options, verdict, shown);
    }
  }
}

function unknownKey(
  options: SshOptions,
  verdict: Extract<HostKeyVerdict, { kind: 'unknown' }>,
  shown: string,
): TransportError {
  const { host, port = 22, knownHostsFiles } = options;
  const others =
    verdict.otherTypes.length === 0 ? '' : ` (keys of other types are: ${verdict.otherTypes.join(', ')})`;
  const authority = verdict.authorities
    ? ' A @cert-authority line trusts certificates for it, which this extension cannot check.'
    : '';
  const files = knownHostsFiles.length === 0 ? 'any known_hosts file' : knownHostsFiles.join(', ');
  const strict =
    options.unknownHostKeys === 'refuse'
      ? ' The ssh configuration (StrictHostKeyChecking) lets nobody be asked.'
      : '';
  return new TransportError(
    'hostKeyUnknown',
    `The host key of ${host}, port ${port} is not in ${files}${others}.${authority} Shown: ${shown}. Nothing was sent.${strict} ` +
      'Compare the fingerprint with what the administrator publishes, then accept it, or log in once with ssh.',
  );
}
