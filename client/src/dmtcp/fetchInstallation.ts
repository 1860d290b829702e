/** An access point's DMTCP, copied to this machine once: as much of it as a job needs. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TransportError, type Transport } from '../transport/transport.ts';
import { DmtcpError } from './dmtcpError.ts';
import { isPackagedLibrary, shippedLibraries, systemLibraryDirectories, toolsOf } from './fileSet.ts';
import type { DmtcpInstallation } from './installation.ts';
import type { FoundInstallation } from './listInstallations.ts';

export interface FetchInstallationOptions {
  readonly installation: FoundInstallation;
  /** Absolute, here; made where it is missing. */
  readonly cacheDirectory: string;
  readonly progress?: (fetched: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Files fetched at a time. */
const atOnce = 4;

/**
 * The installation as it lies in the cache; fetched when it is not there, or has changed on its machine since.
 * Throws DmtcpError `incomplete`, or a TransportError.
 */
export async function fetchInstallation(
  transport: Transport,
  options: FetchInstallationOptions,
): Promise<DmtcpInstallation> {
  const { installation, signal } = options;
  const files = await listFiles(transport, installation, signal);
  const key = createHash('sha256')
    .update(JSON.stringify([transport.name, installation.root, installation.versionLine, files]))
    .digest('hex')
    .slice(0, 24);
  const place = path.join(options.cacheDirectory, key);
  const result: DmtcpInstallation = {
    root: place,
    bin: path.join(place, 'bin'),
    lib: path.join(place, 'lib/dmtcp'),
    versionLine: installation.versionLine,
    version: installation.version,
    generation: installation.generation,
    origin: `${transport.name}:${installation.root}`,
  };
  // Made whole or not at all by the rename below.
  if (await isDirectory(place)) return result;
  const part = `${place}.${process.pid}.part`;
  try {
    await mkdir(path.join(part, 'bin'), { recursive: true });
    await mkdir(path.join(part, 'lib/dmtcp'), { recursive: true });
    const queue = [...files];
    let fetched = 0;
    const work = async (): Promise<void> => {
      for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
        const to = path.join(
          part,
          file.kind === 'tool' ? 'bin' : 'lib/dmtcp',
          path.posix.basename(file.path),
        );
        await transport.get(file.path, to, { signal });
        options.progress?.(++fetched, files.length);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    await writeFile(path.join(part, 'origin'), `${result.origin ?? ''}\n`);
    await rename(part, place).catch(async (error: unknown) => {
      // Another window was faster.
      if (!(await isDirectory(place))) throw error;
    });
  } catch (error) {
    if (error instanceof TransportError) throw error;
    throw new DmtcpError(
      'fileFailed',
      `DMTCP of ${result.origin ?? ''} could not be copied to ${place}: ${error instanceof Error ? error.message : String(error)}. Make room there, and package again.`,
      { cause: error },
    );
  } finally {
    await rm(part, { recursive: true, force: true });
  }
  return result;
}

interface RemoteFile {
  readonly kind: 'tool' | 'library';
  readonly path: string;
  /** Size and time of the last change. */
  readonly stamp: string;
}

/** Arguments: directories. Prints STAMP, a blank and the path of each regular file in them, each ended by NUL. */
const listScript = `for d do
  for f in "$d"/*mtcp* "$d"/${shippedLibraries.join(' "$d"/')}; do
    [ -f "$f" ] && stat -L --printf '%s:%Y %n\\0' -- "$f"
  done
done; exit 0`;

async function listFiles(
  transport: Transport,
  installation: FoundInstallation,
  signal: AbortSignal | undefined,
): Promise<readonly RemoteFile[]> {
  const bin = path.posix.join(installation.root, 'bin');
  const libraryPlaces = [
    installation.lib,
    path.posix.dirname(installation.lib),
    ...systemLibraryDirectories(installation.architecture),
  ];
  const argv = ['sh', '-c', listScript, 'list', bin, ...libraryPlaces];
  const { stdout } = await transport.exec(argv, { timeoutMs: 20_000, signal });
  const stamps = new Map(
    stdout.split('\0').flatMap((record): [string, string][] => {
      const space = record.indexOf(' ');
      return space < 0 ? [] : [[record.slice(space + 1), record.slice(0, space)]];
    }),
  );
  const tools = toolsOf(installation.generation).map((name) => path.posix.join(bin, name));
  const missing = tools.filter((tool) => !stamps.has(tool));
  if (missing.length > 0) {
    throw new DmtcpError(
      'incomplete',
      `${installation.versionLine} in ${installation.root} of ${transport.name} is incomplete: expected ${missing.join(', ')}. Install DMTCP completely (make install), or choose another installation.`,
    );
  }
  const libraries = [...stamps.keys()].filter(
    (file) =>
      path.posix.dirname(file) === installation.lib &&
      isPackagedLibrary(installation.generation, path.posix.basename(file)),
  );
  // Where DMTCP does not need them, they are copied for nothing: they are small.
  const shipped = shippedLibraries.flatMap((name) => {
    const place = libraryPlaces.find((directory) => stamps.has(path.posix.join(directory, name)));
    return place === undefined ? [] : [path.posix.join(place, name)];
  });
  const file = (kind: RemoteFile['kind'], name: string): RemoteFile => ({
    kind,
    path: name,
    stamp: stamps.get(name) ?? '',
  });
  return [
    ...tools.map((name) => file('tool', name)),
    ...[...libraries.sort(), ...shipped].map((name) => file('library', name)),
  ];
}

const isDirectory = (name: string): Promise<boolean> =>
  stat(name).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Removes all but the `keep` newest installations of a cache. Never rejects: a cache may stay as it is. */
export async function pruneInstallations(cacheDirectory: string, keep: number): Promise<void> {
  const names = await readdir(cacheDirectory).catch(() => []);
  const found = await Promise.all(
    names.map(async (name) => {
      const place = path.join(cacheDirectory, name);
      return {
        place,
        changed: await stat(place).then(
          (s) => s.mtimeMs,
          () => 0,
        ),
      };
    }),
  );
  const old = found.sort((a, b) => b.changed - a.changed).slice(keep);
  await Promise.all(
    old.map(({ place }) => rm(place, { recursive: true, force: true }).catch(() => undefined)),
  );
}
