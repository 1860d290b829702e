import { TransportError } from '../transport/transport.ts';

/** Whether a name, with `/`, stays below the directory that it is relative to and names a file there. */
export function isInside(name: string, platform: NodeJS.Platform = process.platform): boolean {
  if (name === '' || name.includes('\0')) return false;
  // On Windows these would leave the directory too.
  if (platform === 'win32' && /[\\:]/.test(name)) return false;
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** Throws TransportError `fileFailed` for a name that leaves the submit directory. */
export function assertInside(name: string): void {
  if (isInside(name)) return;
  throw new TransportError(
    'fileFailed',
    `${JSON.stringify(name)} is not below the submit directory; only files in it travel. Copy the file there, or give transfer_input_files a name on the access point.`,
  );
}

/** Characters and endings that Windows has in no name, and its devices, which it has in every directory. */
const notOnWindows = /[<>:"|?*\\\p{Cc}]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;

/**
 * Those of some names (with `/`) that files of this machine can have together, in their order. Of names that differ in
 * case only, where that is no difference, it is the one that is `known`, else the first.
 */
export function possibleNames(
  names: readonly string[],
  known: (name: string) => boolean,
  platform: NodeJS.Platform = process.platform,
): ReadonlySet<string> {
  const foldsCase = platform === 'win32' || platform === 'darwin';
  const key = (name: string): string => (foldsCase ? name.normalize('NFC').toLowerCase() : name);
  const taken = new Map<string, string>();
  const possible = names.filter(
    (name) => platform !== 'win32' || !name.split('/').some((part) => notOnWindows.test(part)),
  );
  for (const name of [...possible.filter(known), ...possible]) {
    if (!taken.has(key(name))) taken.set(key(name), name);
  }
  return new Set(possible.filter((name) => taken.get(key(name)) === name));
}
