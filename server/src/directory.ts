import type { Dirent } from 'node:fs';
import { readdirSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DirectoryEntry, ListDirectory } from './features/pathCompletion.ts';

/** Lists directories below `roots` only; names are relative to `directory`. Elsewhere nothing is looked at. */
export const directoriesBelow =
  (directory: string, roots: readonly string[]): ListDirectory =>
  (name) => {
    const target = path.resolve(directory, name);
    const isBelow = roots.some((root) => target === root || target.startsWith(root + path.sep));
    return isBelow ? entriesOf(target).map(toEntry) : [];
  };

const entriesOf = (directory: string): readonly Dirent[] => {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    // No such directory (yet), or no permission: there is nothing to offer.
    return [];
  }
};

const toEntry = (entry: Dirent): DirectoryEntry => ({ name: entry.name, directory: entry.isDirectory() });

const directoryLimit = 2000;
const fileLimit = 500;
const sizeLimit = 1 << 20;
const submitFile = /\.(?:sub|submit|condor|jdl)$/i;
const skipped = /^(?:\..*|node_modules)$/;

/** The submit files below some directories with their texts, breadth first, within limits. */
export const submitFilesBelow = async function* (
  roots: readonly string[],
): AsyncIterable<{ readonly file: string; readonly text: string }> {
  const waiting = [...roots];
  let files = 0;
  for (let visited = 0; visited < waiting.length && visited < directoryLimit; visited++) {
    const directory = waiting[visited] ?? '';
    // A directory that cannot be read has nothing to find.
    const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const name = path.join(directory, entry.name);
      if (entry.isDirectory() && !skipped.test(entry.name)) waiting.push(name);
      if (!entry.isFile() || !submitFile.test(entry.name)) continue;
      const text = await readSmall(name);
      if (text !== undefined) yield { file: name, text };
      if (++files >= fileLimit) return;
    }
  }
};

const readSmall = async (file: string): Promise<string | undefined> => {
  try {
    return (await stat(file)).size > sizeLimit ? undefined : await readFile(file, 'utf8');
  } catch {
    // Gone meanwhile, or not readable: it has no symbols.
    return undefined;
  }
};
