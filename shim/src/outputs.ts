import type { Host } from './host/host.ts';
import type { Options } from './options.ts';
import type { ImageSet } from './record.ts';

/** Where the program's standard output and error go. */
export interface Outputs {
  readonly stdout: string;
  readonly stderr: string;
  /** Files of the shim's own, copied to its output at the end: `--stdout` or `--stderr` was not given. */
  readonly copied: readonly { readonly path: string; readonly to: 'stdout' | 'stderr' }[];
}

/**
 * Without --stdout the program's output is kept in a file of the shim's and copied at the end, because HTCondor starts
 * the job's own output anew after an eviction, and what was printed before would be lost.
 */
export function chooseOutputs(options: Options, job: string): Outputs {
  const stdout = options.stdout ?? `shim_dmtcp.${job}.out`;
  const stderr = options.stderr ?? `shim_dmtcp.${job}.err`;
  return {
    stdout,
    stderr,
    copied: [
      ...(options.stdout === undefined ? [{ path: stdout, to: 'stdout' } as const] : []),
      ...(options.stderr === undefined ? [{ path: stderr, to: 'stderr' } as const] : []),
    ],
  };
}

/** Sizes now, each file once. */
export const sizesOf = (host: Host, outputs: Outputs): ImageSet['outputs'] =>
  [...new Set([outputs.stdout, outputs.stderr])].map((name) => ({
    name,
    size: host.files.status(name)?.size ?? 0,
  }));

/** Cuts off what was printed after the checkpoint: the restarted program prints it again. */
export function cutBack(host: Host, sizes: ImageSet['outputs'], say: (text: string) => void): void {
  for (const { name, size } of sizes) {
    const now = host.files.status(name)?.size;
    if (now === undefined || now <= size) continue;
    say(
      `${name}: cut back from ${now} to ${size} bytes, its size at the checkpoint, so that no line comes twice`,
    );
    host.files.truncate(name, size);
  }
}

/** What the shim kept reaches its standard output and error. */
export function copyToStandard(host: Host, outputs: Outputs): void {
  for (const { path, to } of outputs.copied) {
    if (host.files.status(path) !== undefined) host.files.copyToStandard(path, to);
  }
}

/** Files in the sandbox's top directory, with what tells a changed one. */
export type Listing = ReadonlyMap<string, string>;

export function listFiles(host: Host): Listing {
  const names = host.files.list('.').filter((name) => !isHtcondors(name));
  return new Map(
    names.flatMap((name) => {
      const status = host.files.status(name, { link: true });
      return status?.kind === 'file'
        ? [[name, `${status.inode} ${status.size} ${status.modified}`] as const]
        : [];
    }),
  );
}

/** Names that are new or changed, and those of `earlier` that still exist, sorted. */
export function writtenSince(host: Host, before: Listing, earlier: readonly string[]): readonly string[] {
  const now = listFiles(host);
  const changed = [...now].filter(([name, mark]) => before.get(name) !== mark).map(([name]) => name);
  return [...new Set([...changed, ...earlier.filter((name) => now.has(name))])].sort();
}

const isHtcondors = (name: string): boolean =>
  /^\.(job|machine|update|execution_overlay)\.ad$|^\.chirp|^_condor_|^condor_exec\.|^docker_std|^\.docker/.test(
    name,
  );

/**
 * HTCondor puts a job on hold when a file of transfer_output_files is not there, even at an eviction, when the program
 * may not have come to write it. Makes empty ones; returns their names.
 */
export function makePlaceholders(host: Host, listed: readonly string[]): readonly string[] {
  const missing = [...new Set(listed)].filter(
    (path) => !path.startsWith('/') && !path.endsWith('/') && host.files.status(path) === undefined,
  );
  for (const path of missing) host.files.append(path, '');
  return missing;
}

/** Removes those that are still empty: to the program, its file is not there yet. */
export function removePlaceholders(host: Host, paths: readonly string[]): void {
  for (const path of paths) {
    const status = host.files.status(path);
    if (status?.kind === 'file' && status.size === 0) host.files.remove(path);
  }
}
