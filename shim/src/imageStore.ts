import type { Context } from './context.ts';
import { HostError, type Host } from './host/host.ts';
import { newestSet } from './images.ts';
import { baseName, join } from './paths.ts';
import type { ManifestFile } from './protocol.ts';
import type { JobRecord, SavedFile } from './record.ts';

/**
 * Images live in two places. DMTCP works in a directory of the shim's, whose real path is the same in every sandbox
 * where that is possible: 4.2 remembers, by the real path of its images' directory, where it keeps copies of mapped
 * files (even of the C library's gconv cache), and restarts no program without them. The last proven set is kept in
 * the sandbox, where HTCondor finds it: a checkpoint that breaks off half-way cannot spoil it.
 */

/** What a proven checkpoint consists of, as the record lists it. */
export type Stored = Pick<JobRecord, 'images' | 'saved'>;

/** Undoes nothing: readable by the owner only, as DMTCP makes its images. */
const mode = 0o600;

/**
 * Keeps the newest set as the proven one, and returns what to record. `record` is called when all files are complete
 * and before the old set is replaced. Throws HostError (a full disk) with the old set untouched.
 */
export function storeImages(context: Context, view: string, record: (stored: Stored) => void): Stored {
  const { host, kept, job } = context;
  const next = (path: string): string => `${path}.new`;
  const images = newestSet(host, view).map((path): [string, string] => [path, inKept(kept, baseName(path))]);
  const copies = savedFiles(host, view).map((path, i): [string, string] => [
    path,
    inKept(kept, `shim_dmtcp.${job.id}.saved.${i}`),
  ]);
  for (const [, to] of [...images, ...copies]) removeIfThere(host, next(to));
  for (const [from, to] of images) linkOrCopy(host, from, next(to));
  // Never a link: DMTCP writes these again in place.
  for (const [from, to] of copies) host.files.copy(from, next(to), mode);
  const stored = {
    images: images.map(([, to]) => describe(host, to, next(to))),
    saved: copies.map(([from, to]): SavedFile => ({
      ...describe(host, to, next(to)),
      original: from.slice(view.length + 1),
    })),
  };
  record(stored);
  for (const [, to] of [...images, ...copies]) host.files.rename(next(to), to);
  return stored;
}

const describe = (host: Host, name: string, path: string): ManifestFile => ({
  name,
  size: host.files.status(path)?.size ?? 0,
  sha256: host.files.sha256(path),
});

/** What is wrong with a stored set; undefined when it is as it was written. Completes a store that was interrupted. */
export function damageOf(host: Host, { images, saved }: Stored): string | undefined {
  for (const file of [...images, ...saved]) {
    if (damageOfFile(host, file, file.name) === undefined) continue;
    if (damageOfFile(host, file, `${file.name}.new`) === undefined)
      host.files.rename(`${file.name}.new`, file.name);
    const damage = damageOfFile(host, file, file.name);
    if (damage !== undefined) return damage;
  }
  return undefined;
}

function damageOfFile(host: Host, file: ManifestFile, path: string): string | undefined {
  const status = host.files.status(path);
  if (status === undefined) return `${path} is missing`;
  if (status.size !== file.size) return `${path} has ${status.size} bytes instead of ${file.size}`;
  return host.files.sha256(path) === file.sha256
    ? undefined
    : `${path} has changed since it was written (SHA-256)`;
}

/** Brings a stored set to where DMTCP works; returns the names of the images there. */
export function bringImages(host: Host, view: string, { images, saved }: Stored): readonly string[] {
  for (const { name } of images) linkOrCopy(host, name, join(view, baseName(name)));
  for (const { name, original } of saved) {
    const directory = join(view, original.slice(0, original.indexOf('/')));
    if (host.files.status(directory) === undefined) host.files.makeDirectory(directory, 0o700);
    host.files.copy(name, join(view, original), mode);
  }
  return images.map(({ name }) => baseName(name));
}

/** For the end of the program. */
export function removeStored(host: Host, { images, saved }: Stored): void {
  for (const { name } of [...images, ...saved]) {
    removeIfThere(host, name);
    removeIfThere(host, `${name}.new`);
  }
}

function removeIfThere(host: Host, path: string): void {
  if (host.files.status(path, { link: true }) !== undefined) host.files.remove(path);
}

/** In the sandbox itself a plain name, so that records stay valid when the sandbox moves. */
const inKept = (kept: string, name: string): string => (kept === '.' ? name : join(kept, name));

/** Files in the directories `ckpt_PROGRAM_ID_files` beside the images. */
const savedFiles = (host: Host, view: string): readonly string[] =>
  host.files
    .list(view)
    .filter((name) => /^ckpt_.*_files$/.test(name))
    .flatMap((directory) =>
      host.files.list(join(view, directory)).map((name) => join(view, `${directory}/${name}`)),
    );

/** Another name costs nothing, where the file system allows it. */
function linkOrCopy(host: Host, from: string, to: string): void {
  try {
    host.files.hardLink(from, to);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    host.files.copy(from, to, mode);
  }
}
