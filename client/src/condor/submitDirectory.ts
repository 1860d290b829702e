import type { PutOptions, Transport } from '../transport/transport.ts';

/** What one file was when both sides last held the same bytes. */
export interface SyncedFile {
  readonly sha256: string;
  readonly size: number;
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
  readonly state?: SyncState;
  readonly progress?: PutOptions['progress'];
  readonly signal?: AbortSignal;
}

export interface UploadResult {
  /** To be kept for the next upload and for fetchOutputs. */
  readonly state: SyncState;
  readonly uploaded: readonly string[];
  readonly unchanged: readonly string[];
  readonly bytes: number;
}

/** Makes the remote directory hold the files as they are here; sends only what differs. */
export declare function uploadSubmitDirectory(
  transport: Transport,
  options: UploadOptions,
): Promise<UploadResult>;

export interface RemoteOutput {
  readonly name: string;
  readonly size: number;
  /** `new`: not known of before; `changed`: known, with other contents now. */
  readonly state: 'new' | 'changed';
  /** The local file has changed too since both were the same (or exists, never uploaded): fetching would lose it. */
  readonly conflict: boolean;
}

/** Files of the remote directory that the local one lacks or has differently, sorted by name. */
export declare function listOutputs(
  transport: Transport,
  options: { readonly localDirectory: string; readonly state: SyncState; readonly signal?: AbortSignal },
): Promise<readonly RemoteOutput[]>;

export interface FetchResult {
  readonly state: SyncState;
  readonly fetched: readonly string[];
  /** Not fetched because the local file changed meanwhile; fetched only when named in `overwrite`. */
  readonly conflicts: readonly string[];
}

/** Fetches outputs, each whole or not at all; never over a local file that changed unless `overwrite` names it. */
export declare function fetchOutputs(
  transport: Transport,
  options: {
    readonly localDirectory: string;
    readonly state: SyncState;
    /** Default: everything that listOutputs lists. */
    readonly names?: readonly string[];
    readonly overwrite?: readonly string[];
    readonly progress?: PutOptions['progress'];
    readonly signal?: AbortSignal;
  },
): Promise<FetchResult>;
