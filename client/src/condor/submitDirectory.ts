/** A submit directory that exists here and on an access point: what changed here travels there. outputs.ts has the way back. */
import path from 'node:path';
import type { PutOptions, Transport } from '../transport/transport.ts';
import { hashExisting, type LocalFile } from './fileHash.ts';
import { assertInside } from './relativeName.ts';
import { prepareRemoteDirectory } from './remoteDirectory.ts';

/** What one file was when both sides last held the same bytes. */
export interface SyncedFile {
  readonly sha256: string;
  readonly size: number;
  /** Permission bits; files that were fetched have none. */
  readonly mode?: number;
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
  const local = new Map<string, LocalFile>();
  for (const name of names) {
    options.signal?.throwIfAborted();
    local.set(name, await hashExisting(path.join(options.localDirectory, name)));
  }

  const remote = await prepareRemoteDirectory(transport, options.remoteDirectory, names, options.signal);
  const known = options.state?.remoteDirectory === remote.directory ? options.state.files : {};
  const differs = (name: string, file: LocalFile): boolean =>
    remote.hashes.get(name) !== file.sha256 || (known[name]?.mode ?? file.mode) !== file.mode;
  const changed = [...local].filter(([name, file]) => differs(name, file));
  await transport.put(
    changed.map(([name, file]) => ({
      source: { path: path.join(options.localDirectory, name) },
      target: `${remote.directory}/${name}`,
      mode: file.mode,
    })),
    { progress: options.progress, signal: options.signal },
  );

  const uploaded = changed.map(([name]) => name);
  return {
    state: {
      schema: 1,
      remoteDirectory: remote.directory,
      files: { ...known, ...Object.fromEntries(local) },
    },
    uploaded,
    unchanged: names.filter((name) => !uploaded.includes(name)),
    bytes: changed.reduce((sum, [, file]) => sum + file.size, 0),
  };
}
