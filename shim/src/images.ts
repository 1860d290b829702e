import { countBegun, countCheckpoints, imagesOfScript } from './dmtcp/generation.ts';
import { headerSize, membershipOf } from './dmtcp/imageHeader.ts';
import type { Host } from './host/host.ts';
import { baseName, join } from './paths.ts';

const imagePattern = /^ckpt_.*\.dmtcp$/;
const scriptName = 'dmtcp_restart_script.sh';

/** The images and the restart script as they were at one moment. */
export interface Snapshot {
  /** Inode by path: DMTCP writes a new file and renames it, so a new image has a new inode. */
  readonly inodes: ReadonlyMap<string, number>;
  readonly script: string;
  /** Complete checkpoints that the coordinator's log told of. */
  readonly checkpoints: number;
  /** Checkpoints that it told the begin of. */
  readonly begun: number;
}

/** Paths of complete images in a directory. */
export const listImages = (host: Host, directory: string): readonly string[] =>
  names(host, directory)
    .filter((name) => imagePattern.test(name))
    .map((name) => join(directory, name));

/** Paths of half-written images. */
export const listTemporaries = (host: Host, directory: string): readonly string[] =>
  names(host, directory)
    .filter((name) => name.startsWith('ckpt_') && name.endsWith('.dmtcp.temp'))
    .map((name) => join(directory, name));

const names = (host: Host, directory: string): readonly string[] =>
  host.files.status(directory)?.kind === 'directory' ? host.files.list(directory) : [];

/** @param log path of the coordinator's log */
export function takeSnapshot(host: Host, directory: string, log: string): Snapshot {
  const inodes = new Map<string, number>();
  for (const path of listImages(host, directory)) {
    const status = host.files.status(path);
    if (status !== undefined) inodes.set(path, status.inode);
  }
  const script = scriptFingerprint(host, directory);
  const text = host.files.read(log) ?? '';
  return { inodes, script, checkpoints: countCheckpoints(text), begun: countBegun(text) };
}

/** Inode, size and time; the file may be rewritten in place. */
function scriptFingerprint(host: Host, directory: string): string {
  const status = host.files.status(join(directory, scriptName));
  return status === undefined ? 'none' : `${status.inode} ${status.size} ${status.modified}`;
}

/** Images of the newest checkpoint: those that the restart script lists, or all when there is no readable script. */
export function newestSet(host: Host, directory: string): readonly string[] {
  const all = listImages(host, directory);
  const script = host.files.read(join(directory, scriptName));
  const listed = script === undefined ? [] : imagesOfScript(script).map((name) => join(directory, name));
  return listed.length > 0 && listed.every((path) => all.includes(path)) ? listed : all;
}

/**
 * Whether a checkpoint was completed since `before`: every image of the newest set is a new file, and the coordinator
 * says so, in its log or by a new restart script.
 */
export function renewedSince(host: Host, directory: string, log: string, before: Snapshot): boolean {
  const set = newestSet(host, directory);
  const now = takeSnapshot(host, directory, log);
  const allNew = set.length > 0 && set.every((path) => now.inodes.get(path) !== before.inodes.get(path));
  return allNew && (now.checkpoints > before.checkpoints || now.script !== before.script);
}

/** Whether images are all those of one checkpoint. */
export type Wholeness =
  | { readonly kind: 'whole' }
  /** `why` for a log. */
  | { readonly kind: 'lacking'; readonly why: string }
  /** Their headers are of an unknown layout. */
  | { readonly kind: 'unknown' };

/**
 * By what the images say of themselves. The coordinator's word is not enough: it counts processes that are there at the
 * checkpoint's end, and is content (with a restart script, too) when one of them dies before it begins to write. Nor can
 * its log be counted: a process that ends before the others stand still, which is no loss, leaves the same line in it.
 */
export function wholenessOf(host: Host, images: readonly string[]): Wholeness {
  const members = images.map((path) => membershipOf(baseName(path), host.files.readStart(path, headerSize)));
  const [first] = members;
  if (first === undefined || members.includes(undefined)) return { kind: 'unknown' };
  if (members.some((member) => member?.checkpoint !== first.checkpoint)) {
    return { kind: 'lacking', why: 'the images are not all of the same checkpoint' };
  }
  if (members.length === first.processes) return { kind: 'whole' };
  const count = `${members.length} ${members.length === 1 ? 'image' : 'images'}`;
  return { kind: 'lacking', why: `${count} of a checkpoint of ${first.processes} processes` };
}

/**
 * Whether a checkpoint was completed since `before` that the coordinator could not tell the end of: in 3.2 a program that
 * is killed after its checkpoint ends so fast that its last words are lost, about once in ten times, and with several
 * processes more often than not. The new images are a whole set then, under their final names, which they get when all
 * have been written; older images and scripts are removed, so that these are the set. In doubt they are not.
 */
export function adoptUnannounced(host: Host, directory: string, log: string, before: Snapshot): Wholeness {
  const begun = countBegun(host.files.read(log) ?? '') > before.begun;
  if (!begun || listTemporaries(host, directory).length > 0) return { kind: 'unknown' };
  const images = takeSnapshot(host, directory, log).inodes;
  const fresh = [...images].flatMap(([path, inode]) => (before.inodes.get(path) === inode ? [] : [path]));
  const wholeness = wholenessOf(host, fresh);
  if (wholeness.kind !== 'whole') return wholeness;
  for (const path of images.keys()) {
    if (!fresh.includes(path)) host.files.remove(path);
  }
  const script = join(directory, scriptName);
  if (host.files.status(script, { link: true }) !== undefined) host.files.remove(script);
  return wholeness;
}

/** Whether the coordinator began a checkpoint since `before` that it did not complete. */
export function isIncomplete(host: Host, log: string, before: Snapshot): boolean {
  const text = host.files.read(log) ?? '';
  return countBegun(text) - before.begun > countCheckpoints(text) - before.checkpoints;
}

/** For one line of a log. */
export const imageNames = (images: readonly { readonly name: string }[]): string =>
  images.map((image) => baseName(image.name)).join(', ');
