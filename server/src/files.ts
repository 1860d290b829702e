import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { FileContent, ReadFile } from './submit/index.ts';
import type { FileExists } from './rules/rule.ts';

/** Larger files of items or included files are not read. */
const sizeLimit = 64 * 1024 * 1024;

export interface FileAccess {
  readonly readFile: ReadFile;
  readonly fileExists: FileExists;
}

/** Looks at nothing. */
export const noFiles: FileAccess = { readFile: () => ({ kind: 'unknown' }), fileExists: () => undefined };

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
  };
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
