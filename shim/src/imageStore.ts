import type { Context } from './context.ts';
import { asideName } from './imageSets.ts';
import { HostError, type Host } from './host/host.ts';
import { newestSet, wholenessOf } from './images.ts';
import { baseName, join } from './paths.ts';
import { filesOf, type ImageSet, type StoredFile } from './record.ts';

/**
 * Images live in two places. DMTCP works in a directory of the shim's, whose real path is the same in every sandbox
 * where that is possible: 4.2 remembers, by the real path of its images' directory, where it keeps copies of mapped
 * files (even of the C library's gconv cache), and restarts no program without them. Proven sets are kept in the
 * sandbox, where HTCondor finds them, each under names of its own (`ckpt_PROGRAM_ID.SLOT.dmtcp`): a checkpoint that
 * breaks off half-way, or a crash while one is stored, cannot spoil the sets before it.
 */

/** Undoes nothing: readable by the owner only, as DMTCP makes its images. */
const mode = 0o600;

/**
 * Keeps the newest set, complete under its names in `slot`, and returns what to record. Throws HostError (a full disk,
 * a file that is no image, images that are not all of their checkpoint) with the sets before untouched.
 * @param hash whether there is time for checksums
 */
export function storeImages(
  { host, kept, job }: Pick<Context, 'host' | 'kept'> & { readonly job: Pick<Context['job'], 'id'> },
  view: string,
  { slot, hash }: { readonly slot: number; readonly hash: boolean },
): Pick<ImageSet, 'images' | 'saved'> {
  const newest = newestSet(host, view);
  const images = newest.map((path): Place => ({
    from: path,
    original: baseName(path),
    to: inKept(kept, slotName(baseName(path), slot)),
  }));
  const copies = savedFiles(host, view).map((path, i): Place => ({
    from: path,
    original: path.slice(view.length + 1),
    to: inKept(kept, `shim_dmtcp.${job.id}.saved.${slot}.${i}`),
  }));
  for (const { from } of images) {
    if (!looksLikeImage(host, from)) throw new HostError('other', from, 'it does not begin as an image does');
  }
  const wholeness = wholenessOf(host, newest);
  if (wholeness.kind === 'lacking') {
    throw new HostError('other', newest.map(baseName).join(', '), wholeness.why);
  }
  for (const { to } of [...images, ...copies]) removeIfThere(host, next(to));
  for (const { from, to } of images) linkOrCopy(host, from, next(to));
  // Never a link: DMTCP writes these again in place.
  for (const { from, to } of copies) host.files.copy(from, next(to), mode);
  const describe = ({ original, to }: Place): StoredFile => ({
    name: to,
    original,
    size: host.files.status(next(to))?.size ?? 0,
    sha256: hash ? host.files.sha256(next(to)) : '',
  });
  const stored = { images: images.map(describe), saved: copies.map(describe) };
  for (const { to } of [...images, ...copies]) host.files.rename(next(to), to);
  return stored;
}

interface Place {
  readonly from: string;
  readonly original: string;
  readonly to: string;
}

const next = (path: string): string => `${path}.new`;

const slotName = (image: string, slot: number): string => image.replace(/\.dmtcp$/, `.${slot}.dmtcp`);

/** An image begins with its own magic, or with gzip's. */
function looksLikeImage(host: Host, path: string): boolean {
  const start = host.files.readStart(path, 5);
  return (start[0] === 0x1f && start[1] === 0x8b) || /^D?MTCP/.test(String.fromCharCode(...start));
}

/** What is wrong with a stored set; undefined when it is as it was written. */
export function damageOf(host: Host, set: ImageSet): string | undefined {
  for (const file of filesOf(set)) {
    const status = host.files.status(file.name);
    if (status === undefined) return `${file.name} is missing`;
    if (status.size !== file.size)
      return `${file.name} has ${status.size} bytes instead of ${file.size}, it was cut off or changed`;
    if (file.sha256 !== '' && host.files.sha256(file.name) !== file.sha256)
      return `${file.name} has changed since it was written (SHA-256)`;
  }
  const headless = set.images.find(({ name }) => !looksLikeImage(host, name));
  return headless === undefined ? undefined : `${headless.name} does not begin as an image does`;
}

/** Brings a stored set to where DMTCP works, which is emptied first; returns the names of the images there. */
export function bringImages(host: Host, view: string, { images, saved }: ImageSet): readonly string[] {
  clearImages(host, view);
  for (const { name, original } of images) linkOrCopy(host, name, join(view, original));
  for (const { name, original } of saved) {
    const directory = join(view, original.slice(0, original.indexOf('/')));
    if (host.files.status(directory) === undefined) host.files.makeDirectory(directory, 0o700);
    host.files.copy(name, join(view, original), mode);
  }
  return images.map(({ original }) => original);
}

/** Removes what an earlier try left where DMTCP works; the kept sets are elsewhere. */
export function clearImages(host: Host, view: string): void {
  for (const path of savedFiles(host, view)) host.files.remove(path);
  for (const name of host.files.list(view)) host.files.remove(join(view, name));
}

/** Gives the files of a set that does not restart another name. They are never deleted. */
export function setAside(host: Host, set: ImageSet): void {
  for (const { name } of filesOf(set)) {
    if (host.files.status(name) !== undefined) host.files.rename(name, asideName(name, set));
  }
}

/** For sets that newer ones have replaced, and for the end of the program. */
export function removeFiles(host: Host, names: readonly string[]): void {
  for (const name of names) {
    removeIfThere(host, name);
    removeIfThere(host, next(name));
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
