/** What jobs have written in the remote directory, and its way here. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { PutOptions, Transport } from '../transport/transport.ts';
import { hashExisting, hashFile, type LocalFile } from './fileHash.ts';
import { possibleNames } from './relativeName.ts';
import { listRemoteDirectory } from './remoteDirectory.ts';
import type { SyncedFile, SyncState } from './submitDirectory.ts';

export interface RemoteOutput {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** `new`: not known of before; `changed`: known, with other contents now. */
  readonly state: 'new' | 'changed';
  /** The local file has changed too since both were the same (or exists, never uploaded): fetching would lose it. */
  readonly conflict: boolean;
}

export interface OutputsOptions {
  readonly localDirectory: string;
  readonly state: SyncState;
  readonly signal?: AbortSignal | undefined;
  /** This machine's. */
  readonly platform?: NodeJS.Platform;
}

/** Files of the remote directory that the local one lacks or has differently, sorted by name. */
export async function listOutputs(
  transport: Transport,
  options: OutputsOptions,
): Promise<readonly RemoteOutput[]> {
  const { compared } = await compare(transport, options);
  return compared.filter((file) => file.differs);
}

export interface FetchOptions extends OutputsOptions {
  /** Default: everything that listOutputs lists. */
  readonly names?: readonly string[] | undefined;
  /** Names whose local changes may be lost. */
  readonly overwrite?: readonly string[] | undefined;
  /** Bytes of all files fetched so far, and to be fetched. */
  readonly progress?: PutOptions['progress'];
}

export interface FetchResult {
  readonly state: SyncState;
  readonly fetched: readonly string[];
  /** Not fetched because the local file changed meanwhile; fetched only when named in `overwrite`. */
  readonly conflicts: readonly string[];
  /** Never fetched, since no files of this machine can have their names, or no UTF-8 names them; shown as well as can be. */
  readonly unreadable: readonly string[];
}

/** Fetches outputs, each whole or not at all; never over a local file that changed unless `overwrite` names it. */
export async function fetchOutputs(transport: Transport, options: FetchOptions): Promise<FetchResult> {
  const { compared, unreadable } = await compare(transport, options);
  const asked = compared.filter((file) => file.differs && (options.names?.includes(file.name) ?? true));
  const mayFetch = (file: Compared): boolean =>
    !file.conflict || (options.overwrite?.includes(file.name) ?? false);
  const wanted = asked.filter(mayFetch);
  const total = wanted.reduce((sum, file) => sum + file.size, 0);

  const files: Record<string, SyncedFile> = { ...options.state.files };
  for (const { name, sha256, size, differs } of compared)
    if (!differs) files[name] = { ...files[name], sha256, size };
  const fetched: string[] = [];
  let bytes = 0;
  for (const { name, size } of wanted) {
    const target = path.join(options.localDirectory, name);
    await mkdir(path.dirname(target), { recursive: true });
    await transport.get(`${options.state.remoteDirectory}/${name}`, target, { signal: options.signal });
    // A job that still runs may have written meanwhile: what counts is what is here now.
    files[name] = synced(await hashExisting(target));
    fetched.push(name);
    options.progress?.((bytes += size), total);
  }
  return {
    state: { ...options.state, files },
    fetched,
    conflicts: asked.filter((file) => !mayFetch(file)).map((file) => file.name),
    unreadable,
  };
}

interface Compared extends RemoteOutput {
  readonly sha256: string;
  /** Whether the local directory lacks it or has it differently, and it is not just what was uploaded. */
  readonly differs: boolean;
}

async function compare(
  transport: Transport,
  options: OutputsOptions,
): Promise<{ readonly compared: readonly Compared[]; readonly unreadable: readonly string[] }> {
  const { files, unreadable } = await listRemoteDirectory(
    transport,
    options.state.remoteDirectory,
    options.signal,
  );
  const isKnown = (name: string): boolean => options.state.files[name] !== undefined;
  const possible = possibleNames(
    files.map(({ name }) => name),
    isKnown,
    options.platform,
  );
  const impossible = files.filter(({ name }) => !possible.has(name)).map(({ name }) => name);
  const compared: Compared[] = [];
  for (const { name, size, sha256 } of files) {
    if (!possible.has(name)) continue;
    const known = options.state.files[name];
    const local = await hashFile(path.join(options.localDirectory, name));
    compared.push({
      name,
      size,
      sha256,
      state: known === undefined ? 'new' : 'changed',
      differs: known?.sha256 !== sha256 && local?.sha256 !== sha256,
      conflict: local !== undefined && local.sha256 !== known?.sha256 && local.sha256 !== sha256,
    });
  }
  return { compared, unreadable: [...unreadable, ...impossible] };
}

const synced = ({ sha256, size }: LocalFile): SyncedFile => ({ sha256, size });
