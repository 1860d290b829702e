/** A directory of an access point, looked at with one command each time. */
import path from 'node:path';
import { notAnOption } from '../transport/shellQuote.ts';
import type { Transport } from '../transport/transport.ts';
import { TransportError } from '../transport/transport.ts';
import { isInside } from './relativeName.ts';

/** Arguments: the directory, then directories to make in it. Standard input: names ended by NUL. */
const prepareScript = `
umask 077
mkdir -p -- "$1" && cd -- "$1" || exit 1
shift
[ $# -eq 0 ] || mkdir -p -- "$@" || exit 1
pwd -P
printf '\\0'
xargs -0 -r stat --printf '%s %.9Y %.9Z %i %f %n\\0' -- 2>/dev/null || :`;

/** Argument: the directory. Standard input: names ended by NUL. */
const hashScript = `
cd -- "$1" || exit 1
xargs -0 -r sha256sum -z -- 2>/dev/null || :`;

/** Makes the remote directories and looks at what is in them, in one command. Stamps change whenever the file does. */
export async function prepareRemoteDirectory(
  transport: Transport,
  directory: string,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<{ readonly directory: string; readonly stamps: ReadonlyMap<string, string> }> {
  const parents = new Set(names.filter((name) => name.includes('/')).map((name) => path.posix.dirname(name)));
  const argv = [
    'sh',
    '-c',
    prepareScript,
    'prepare',
    notAnOption(directory),
    ...[...parents].map(notAnOption),
  ];
  const { code, stdout, stderr } = await transport.exec(argv, { input: namesInput(names), signal });
  const [printed = '', ...records] = stdout.split('\0');
  // The name may end with line feeds of its own.
  const absolute = printed.replace(/\n$/, '');
  if (code !== 0 || !absolute.startsWith('/')) {
    const why = stderr.trim() || stdout.slice(0, 200) || 'no reason given';
    throw new TransportError(
      'fileFailed',
      `The directory ${directory} could not be made on ${transport.name}: ${why}. Name another one in the settings.`,
    );
  }
  const stamps = new Map<string, string>();
  for (const record of records) {
    const [, stamp, name] = /^(\S+ \S+ \S+ \S+ \S+) \.\/([\s\S]+)$/.exec(record) ?? [];
    if (stamp !== undefined && name !== undefined) stamps.set(name, stamp);
  }
  return { directory: absolute, stamps };
}

/** SHA-256 of regular files of a directory, by name; those that are not there, or cannot be read, are left out. */
export async function hashRemoteFiles(
  transport: Transport,
  directory: string,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  const argv = ['sh', '-c', hashScript, 'hash', directory];
  const { stdout } = await transport.exec(argv, { input: namesInput(names), signal });
  return parseHashes(stdout.split('\0'));
}

const namesInput = (names: readonly string[]): string => names.map((name) => `./${name}\0`).join('');

/** Files whose names begin with a dot are nobody's outputs; those of a put under way are among them. */
const listScript = `
cd -- "$1" || exit 1
set -- . -maxdepth 8 -name '.?*' -prune -o -type f
find "$@" -printf '%s %P\\0'
printf '\\0'
find "$@" -print0 | xargs -0 -r sha256sum -z -- 2>/dev/null || :`;

export interface RemoteFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

export interface RemoteListing {
  /** Sorted by name. */
  readonly files: readonly RemoteFile[];
  /** Names that are no UTF-8, and cannot be asked for: shown with U+FFFD in the place of what is not. */
  readonly unreadable: readonly string[];
}

/** Every regular file of a directory, at most 8 levels deep. Throws TransportError `fileFailed`. */
export async function listRemoteDirectory(
  transport: Transport,
  directory: string,
  signal: AbortSignal | undefined,
): Promise<RemoteListing> {
  const argv = ['sh', '-c', listScript, 'list', notAnOption(directory)];
  const { code, stdout, stderr } = await transport.exec(argv, { signal });
  const separator = stdout.startsWith('\0') ? 0 : stdout.indexOf('\0\0') + 1;
  if (code !== 0 || (separator === 0 && !stdout.startsWith('\0'))) {
    throw new TransportError(
      'fileFailed',
      `The directory ${directory} on ${transport.name} could not be listed: ${stderr.trim() || 'no reason given'}. It may have been removed; submit again to make it anew.`,
    );
  }
  const hashes = parseHashes(stdout.slice(separator + 1).split('\0'));
  const all = stdout
    .slice(0, separator)
    .split('\0')
    .flatMap((record) => {
      const [, size, name = ''] = /^(\d+) ([\s\S]+)$/.exec(record) ?? [];
      const sha256 = hashes.get(name);
      // A file without a hash was gone a moment later, or is not for this user to read.
      return isInside(name, 'linux') && sha256 !== undefined ? [{ name, size: Number(size), sha256 }] : [];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const isReadable = ({ name }: RemoteFile): boolean => !name.includes('\ufffd');
  return {
    files: all.filter(isReadable),
    unreadable: all.filter((file) => !isReadable(file)).map(({ name }) => name),
  };
}

/** Reads what `sha256sum -z` prints for names that begin with `./`. */
function parseHashes(records: readonly string[]): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>();
  for (const record of records) {
    const match = /^([0-9a-f]{64}) [ *]\.\/([\s\S]+)$/.exec(record);
    if (match !== null) hashes.set(match[2] ?? '', match[1] ?? '');
  }
  return hashes;
}
