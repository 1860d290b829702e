import type { Context } from './context.ts';
import { HostError } from './host/host.ts';
import { damageOf } from './images.ts';
import { removeTree } from './layout.ts';
import { baseName, join } from './paths.ts';
import type { ManifestFile } from './protocol.ts';

/**
 * Second names for the images of the last proven checkpoint. DMTCP replaces images one by one; when a checkpoint breaks
 * off between two of them, or cannot be proven, the set as it was is put back from here. A directory, which HTCondor
 * does not transfer: it costs no time at an eviction, and no disk beyond what DMTCP needs while it writes.
 */
const directory = '.shim_dmtcp.kept';

/** Keeps this set and forgets the one before. */
export function keepImages(context: Context, images: readonly ManifestFile[]): void {
  const { host, journal } = context;
  try {
    forgetImages(context);
    host.files.makeDirectory(directory, 0o700);
    for (const { name } of images) host.files.hardLink(name, join(directory, baseName(name)));
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    journal.say(
      `the images cannot be kept aside (${error.message}): a checkpoint that breaks off may spoil them`,
    );
  }
}

/** Puts the recorded set back where it is damaged and was kept. Says whether the set is whole now, and what it was. */
export function restoreImages(
  { host, journal }: Context,
  images: readonly ManifestFile[],
): string | undefined {
  const damage = damageOf(host, images);
  const kept = images.map((image) => ({ ...image, name: join(directory, baseName(image.name)) }));
  if (damage === undefined || images.length === 0 || damageOf(host, kept) !== undefined) return damage;
  for (const { name } of images) host.files.rename(join(directory, baseName(name)), name);
  journal.say(`${damage}: the last proven images were put back`);
  return damageOf(host, images);
}

export function forgetImages({ host }: Context): void {
  if (host.files.status(directory, { link: true }) !== undefined) removeTree(host, directory);
}
