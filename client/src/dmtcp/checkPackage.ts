import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileNames } from '../../../shim/src/protocol.ts';
import { listedFiles, type ListedFile } from './manifest.ts';

/** What a submit directory has of what its manifest lists. */
export interface PackageCheck {
  /** Names that are listed and not there. */
  readonly missing: readonly string[];
  /** Names whose size or SHA-256 is another one: the shim would refuse them on the execute host. */
  readonly changed: readonly string[];
}

/** Holds the files of a submit directory against its manifest; undefined where there is none that can be read. Never rejects. */
export async function checkPackage(submitDirectory: string): Promise<PackageCheck | undefined> {
  const files = listedFiles(
    await readFile(path.join(submitDirectory, fileNames.manifest), 'utf8').catch(() => ''),
  );
  if (files === undefined) return undefined;
  const states = await Promise.all(
    files.map((file) => stateOf(path.join(submitDirectory, path.basename(file.name)), file)),
  );
  const named = (state: FileState): readonly string[] =>
    files.filter((_, index) => states[index] === state).map((file) => file.name);
  return { missing: named('missing'), changed: named('changed') };
}

type FileState = 'missing' | 'changed' | 'same';

async function stateOf(file: string, { size, sha256 }: ListedFile): Promise<FileState> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return 'missing';
  if (size !== undefined && found.size !== size) return 'changed';
  if (sha256 === undefined) return 'same';
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) return 'missing';
  return createHash('sha256').update(bytes).digest('hex') === sha256 ? 'same' : 'changed';
}
