import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileNames } from '../../../shim/src/protocol.ts';

/**
 * Names that the manifest in a submit directory lists and that are not there; undefined where there is no manifest
 * that can be read. Never rejects.
 */
export async function missingFromPackage(submitDirectory: string): Promise<readonly string[] | undefined> {
  const names = namesOf(
    await readFile(path.join(submitDirectory, fileNames.manifest), 'utf8').catch(() => ''),
  );
  if (names === undefined) return undefined;
  const there = await Promise.all(
    names.map((name) =>
      access(path.join(submitDirectory, path.basename(name))).then(
        () => true,
        () => false,
      ),
    ),
  );
  return names.filter((_, i) => there[i] === false);
}

function namesOf(manifest: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(manifest);
    if (typeof value !== 'object' || value === null || !('files' in value) || !Array.isArray(value.files))
      return undefined;
    return value.files.flatMap((file: unknown) =>
      typeof file === 'object' && file !== null && 'name' in file && typeof file.name === 'string'
        ? [file.name]
        : [],
    );
  } catch {
    return undefined; // No manifest, or one that somebody broke: as good as none.
  }
}
