import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileNames } from '../../../shim/src/protocol.ts';
import { DmtcpError } from './dmtcpError.ts';
import { packagedFiles } from './manifest.ts';

export interface Unpackaged {
  /** Names that were removed, the manifest among them. */
  readonly removed: readonly string[];
  /** Names that are not as the manifest lists them: somebody else's by now, and left alone. */
  readonly kept: readonly string[];
}

/**
 * Removes what packaging put into a submit directory, by its manifest; undefined where there is none that can be read.
 * Throws DmtcpError `fileFailed`; what is left then can be removed by doing it again.
 */
export async function unpackage(submitDirectory: string): Promise<Unpackaged | undefined> {
  const manifest = path.join(submitDirectory, fileNames.manifest);
  const files = packagedFiles(await readFile(manifest, 'utf8').catch(() => ''));
  if (files === undefined) return undefined;
  const removed: string[] = [];
  const kept: string[] = [];
  try {
    for (const { name, sha256 } of files) {
      const file = path.join(submitDirectory, name);
      const bytes = await readFile(file).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      });
      if (bytes === undefined) continue;
      if (createHash('sha256').update(bytes).digest('hex') === sha256) {
        await rm(file);
        removed.push(name);
      } else kept.push(name);
    }
    // Last: what is left after a failure is still known by it.
    await rm(manifest);
  } catch (error) {
    throw new DmtcpError(
      'fileFailed',
      `The package in ${submitDirectory} could not be removed: ${error instanceof Error ? error.message : String(error)}. Correct the cause, and remove it again.`,
      { cause: error },
    );
  }
  return { removed: [...removed, fileNames.manifest], kept };
}
