/** A submit directory that exists here and on an access point: what changed here travels there. outputs.ts has the way back. */
import path from 'node:path';
import type { PutOptions, Transport } from '../transport/transport.ts';
import { TransportError } from '../transport/transport.ts';
import { hashExisting, type LocalFile } from './fileHash.ts';
import { assertInside } from './relativeName.ts';
import { hashRemoteFiles, prepareRemoteDirectory } from './remoteDirectory.ts';

/** What one file was when both sides last held the same bytes. */
export interface SyncedFile {
  readonly sha256: string;
  readonly size: number;
  /** Permission bits; files that were fetched have none. */
  readonly mode?: number;
  /** What the file looked like on each side then: while it does, its bytes are not read again. */
  readonly here?: string;
  readonly there?: string;
}

/**
 * What is known of a submit directory that exists here and on an access point: a plain JSON value,
 * kept by the caller between calls (one per local directory and access point). Names are relative, with `/`.
 */
export interface SyncState {
  readonly schema: 1;
  /** Absolute, on the access point. */
  readonly remoteDirectory: string;
  readonly files: Readonly<Record<string, SyncedFile>>;
}

export interface UploadOptions {
  /** Absolute, here. */
  readonly localDirectory: string;
  /** Relative names of regular files below it, with `/`. Others are refused, as is anything outside. */
  readonly files: readonly string[];
  /** Absolute, or relative to the home directory (`dmtcp-condor/NAME`). Made with mode 0700 where it is missing. */
  readonly remoteDirectory: string;
  readonly state?: SyncState | undefined;
  readonly progress?: PutOptions['progress'];
  readonly signal?: AbortSignal | undefined;
}

export interface UploadResult {
  /** To be kept for the next upload and for fetchOutputs. */
  readonly state: SyncState;
  readonly uploaded: readonly string[];
  readonly unchanged: readonly string[];
  /** Bytes sent. */
  readonly bytes: number;
}

/**
 * Makes the remote directory hold the files as they are here; sends only what differs, each file whole or not at all.
 * Throws TransportError; `fileFailed` names a file that is missing here or that the access point could not write.
 */
export async function uploadSubmitDirectory(
  transport: Transport,
  options: UploadOptions,
): Promise<UploadResult> {
  const names = [...new Set(options.files)];
  names.forEach(assertInside);
  const local = await hashAll(names, options);
  const remote = await prepareRemoteDirectory(transport, options.remoteDirectory, names, options.signal);
  const known = options.state?.remoteDirectory === remote.directory ? options.state.files : {};
  const stampFits = (name: string): boolean =>
    known[name]?.there !== undefined && known[name].there === remote.stamps.get(name);
  const unsure = [...remote.stamps.keys()].filter((name) => !stampFits(name));
  const hashes = await hashRemoteFiles(transport, remote.directory, unsure, options.signal);
  const hashThere = (name: string): string | undefined =>
    stampFits(name) ? known[name]?.sha256 : hashes.get(name);
  const differs = (name: string, file: LocalFile): boolean =>
    hashThere(name) !== file.sha256 || (known[name]?.mode ?? file.mode) !== file.mode;
  const changed = [...local].filter(([name, file]) => differs(name, file));
  await transport.put(
    changed.map(([name, file]) => ({
      source: { path: path.join(options.localDirectory, name) },
      target: `${remote.directory}/${name}`,
      mode: file.mode,
    })),
    { progress: options.progress, signal: options.signal },
  );
  const stamps = new Map(remote.stamps);
  if (changed.length > 0) {
    const sent = changed.map(([name]) => name);
    const now = await prepareRemoteDirectory(transport, remote.directory, sent, options.signal);
    for (const [name, stamp] of now.stamps) stamps.set(name, stamp);
  }

  const uploaded = changed.map(([name]) => name);
  return {
    state: {
      schema: 1,
      remoteDirectory: remote.directory,
      files: {
        ...known,
        ...Object.fromEntries([...local].map(([name, file]) => [name, synced(file, stamps.get(name))])),
      },
    },
    uploaded,
    unchanged: names.filter((name) => !uploaded.includes(name)),
    bytes: changed.reduce((sum, [, file]) => sum + file.size, 0),
  };
}

/** Files that are hashed at a time: the disk's latency is hidden, and no more. */
const atOnce = 4;

async function hashAll(
  names: readonly string[],
  { localDirectory, state, signal }: UploadOptions,
): Promise<ReadonlyMap<string, LocalFile>> {
  const found = new Map<string, LocalFile>();
  const queue = [...names];
  const work = async (): Promise<void> => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      if (signal?.aborted === true) throw new TransportError('cancelled', 'The upload was cancelled.');
      const known = state?.files[name];
      const before = known === undefined ? undefined : { sha256: known.sha256, stamp: known.here };
      found.set(name, await hashExisting(path.join(localDirectory, name), before));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  // In the order that was asked for.
  return new Map(names.flatMap((name) => entry(name, found.get(name))));
}

const entry = (name: string, file: LocalFile | undefined): [string, LocalFile][] =>
  file === undefined ? [] : [[name, file]];

const synced = ({ stamp, sha256, size, mode }: LocalFile, there: string | undefined): SyncedFile => ({
  ...{ sha256, size, mode },
  ...(stamp === undefined ? {} : { here: stamp }),
  ...(there === undefined ? {} : { there }),
});
