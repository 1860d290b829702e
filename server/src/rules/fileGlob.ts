import type { ListDirectory } from './rule.ts';

/** What `matching` takes: files, dirs or any. */
export type EntryKind = 'files' | 'dirs' | 'any';

/**
 * Whether something in the file system matches a pattern of `queue ... matching`: `*`, `?` and `[...]` in each part of a
 * path, none of which matches a dot at the beginning. Undefined where nobody looks.
 */
export const hasMatch = (pattern: string, kind: EntryKind, list: ListDirectory): boolean | undefined => {
  const parts = pattern.split('/').filter((part, index) => part !== '' || index === 0);
  const last = parts.pop() ?? '';
  const start = pattern.startsWith('/') ? '/' : '.';
  let directories: readonly string[] = [start];
  for (const part of parts[0] === '' ? parts.slice(1) : parts) {
    const next: string[] = [];
    for (const directory of directories) {
      if (part === '.' || part === '..') {
        next.push(part === '.' ? directory : `${directory}/..`);
        continue;
      }
      const entries = list(directory);
      if (entries === undefined) return undefined;
      const isLike = matcher(part);
      for (const { name, directory: isDirectory } of entries)
        if (isDirectory && isLike(name)) next.push(`${directory}/${name}`);
    }
    directories = next;
  }
  const isLike = matcher(last);
  for (const directory of directories) {
    const entries = list(directory);
    if (entries === undefined) return undefined;
    if (entries.some((entry) => isLike(entry.name) && isOfKind(entry.directory, kind))) return true;
  }
  return false;
};

const isOfKind = (isDirectory: boolean, kind: EntryKind): boolean =>
  kind === 'any' || isDirectory === (kind === 'dirs');

/** Tells names that one part of a pattern stands for; total: what is no set of characters is read as it is. */
const matcher = (part: string): ((name: string) => boolean) => {
  const source = part.replace(/\[(!?)([^\]/]+)\]|[\s\S]/g, (piece, negated?: string, set?: string) => {
    if (set !== undefined) return `[${negated === '!' ? '^' : ''}${set.replace(/[\\^\]]/g, '\\$&')}]`;
    if (piece === '*') return '.*';
    return piece === '?' ? '.' : piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  const pattern = regExpOf(`^${part.startsWith('.') ? '' : '(?!\\.)'}${source}$`);
  return (name) => (pattern === undefined ? name === part : pattern.test(name));
};

const regExpOf = (source: string): RegExp | undefined => {
  try {
    return new RegExp(source, 's');
  } catch {
    return undefined; // A range such as [z-a], which matches nothing else either.
  }
};
