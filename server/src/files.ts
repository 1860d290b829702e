import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import type { FileContent, ReadFile } from './submit/index.ts';
import type { FileExists, FileFacts, ListDirectory, LookAtFile } from './rules/rule.ts';

/** Larger files of items or included files are not read. */
const sizeLimit = 64 * 1024 * 1024;

export interface FileAccess {
  readonly readFile: ReadFile;
  readonly fileExists: FileExists;
  readonly lookAtFile: LookAtFile;
  readonly listDirectory: ListDirectory;
}

/** Looks at nothing. */
export const noFiles: FileAccess = {
  readFile: () => ({ kind: 'unknown' }),
  fileExists: () => undefined,
  lookAtFile: () => undefined,
  listDirectory: () => undefined,
};

/**
 * Looks at files below `roots` only; names are relative to `directory`. What is elsewhere counts as unknown: an access
 * point may have it. Open documents, by path, are read from the editor through `openText`.
 */
export const filesBelow = (
  directory: string,
  roots: readonly string[],
  openText: (file: string) => string | undefined = () => undefined,
): FileAccess => {
  const resolve = (name: string): string | undefined => {
    if (name === '' || name.includes('\0')) return undefined;
    const file = path.resolve(directory, name);
    return roots.some(
      (root) => file === root || file.startsWith(root.endsWith(path.sep) ? root : root + path.sep),
    )
      ? file
      : undefined;
  };
  return {
    readFile: (name) => {
      const file = resolve(name);
      if (file === undefined) return { kind: 'unknown' };
      const text = openText(file);
      return text === undefined ? readText(file) : { kind: 'text', text };
    },
    fileExists: (name) => {
      const file = resolve(name);
      return file === undefined ? undefined : statOf(file) !== undefined;
    },
    lookAtFile: (name) => {
      const file = resolve(name);
      return file === undefined ? undefined : factsOf(file);
    },
    listDirectory: (name) => {
      const file = resolve(name);
      return file === undefined ? undefined : entriesOf(file);
    },
  };
};

const entriesOf = (directory: string): ReturnType<ListDirectory> => {
  try {
    return readdirSync(directory, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      // What a link leads to counts.
      directory: entry.isSymbolicLink() ? isDirectory(path.join(directory, entry.name)) : entry.isDirectory(),
    }));
  } catch (thrown) {
    const isMissing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    // No permission, for example: nothing is known.
    return isMissing ? [] : undefined;
  }
};

const isDirectory = (file: string): boolean => statOf(file)?.isDirectory() === true;

/** Bytes of a file's beginning that are looked at. */
const headSize = 256;

const factsOf = (file: string): FileFacts | undefined => {
  let descriptor: number | undefined;
  try {
    const stat = statSync(file, { throwIfNoEntry: false });
    // Only plain files: opening a pipe would wait for its writer.
    if (stat === undefined || !stat.isFile()) return undefined;
    descriptor = openSync(file, 'r');
    const head = Buffer.alloc(headSize);
    const length = readSync(descriptor, head, 0, headSize, 0);
    return { size: stat.size, head: head.toString('latin1', 0, length) };
  } catch {
    // No permission, or a race with its removal: nothing is known about the file.
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
};

const statOf = (file: string): ReturnType<typeof statSync> | undefined =>
  statSync(file, { throwIfNoEntry: false });

const readText = (file: string): FileContent => {
  try {
    const stat = statOf(file);
    if (stat === undefined) return { kind: 'missing' };
    if (!stat.isFile() || stat.size > sizeLimit) return { kind: 'unknown' };
    return { kind: 'text', text: readFileSync(file, 'utf8') };
  } catch {
    // No permission, or a race with its removal: nothing is known about the file.
    return { kind: 'unknown' };
  }
};
