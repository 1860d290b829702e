import { access, readFile, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { TransportError, type Transport } from '../transport/transport.ts';
import { DmtcpError } from './dmtcpError.ts';
import { machineName, readElf } from './elf.ts';

/** File sets and log formats differ by generation. `5` is what DMTCP's main branch calls itself. */
export type DmtcpGeneration = '1' | '2' | '3' | '4' | '5';

export interface DmtcpInstallation {
  /** Absolute; `bin` and `lib` are below it. */
  readonly root: string;
  readonly bin: string;
  /** The directory that holds libdmtcp.so. */
  readonly lib: string;
  /** First line of `dmtcp_launch --version`, such as "dmtcp_launch (DMTCP) 4.2.0". */
  readonly versionLine: string;
  /** "4.2.0" */
  readonly version: string;
  readonly generation: DmtcpGeneration;
  /** Where it came from, where that is not `root`: "ACCESS POINT:DIRECTORY". */
  readonly origin?: string;
}

export interface FindInstallationOptions {
  /** Runs `--version`; a local transport. */
  readonly transport: Transport;
  /** The setting; where it is given nothing else is looked at. */
  readonly root?: string;
  /** DMTCP_ROOT and PATH are read from it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The program that starts others under DMTCP; 1.x calls it dmtcp_checkpoint. */
const launchers = ['dmtcp_launch', 'dmtcp_checkpoint'];
/** Where the tools look for their libraries, below the root (DMTCP's own order). */
const libraryDirectories = ['lib64/dmtcp', 'lib/dmtcp', 'lib64', 'lib'];

/**
 * Finds DMTCP on this machine: `root`, else DMTCP_ROOT, else the launcher on PATH, else /usr/local and /opt/dmtcp*.
 * Throws DmtcpError `notFound` with the places looked at, `incomplete` with what is missing, or `wrongArchitecture`.
 */
export async function findInstallation(options: FindInstallationOptions): Promise<DmtcpInstallation> {
  const candidates = await places(options);
  const looked: string[] = [];
  for (const root of candidates) {
    looked.push(path.join(root, 'bin'));
    for (const launcher of launchers) {
      if (await exists(path.join(root, 'bin', launcher))) return describe(options.transport, root, launcher);
    }
  }
  throw new DmtcpError(
    'notFound',
    `No DMTCP installation: expected dmtcp_launch in ${looked.join(', ')}, and it is ${looked.length === 1 ? 'not there' : 'in none of them'}. ` +
      'Set dmtcpCondor.dmtcpRoot or the variable DMTCP_ROOT to the directory that holds bin/dmtcp_launch.',
  );
}

async function places({ root, environment }: FindInstallationOptions): Promise<readonly string[]> {
  if (root !== undefined) return [await rootOf(root)];
  const named = environment['DMTCP_ROOT'];
  // DMTCP_ROOT was set on purpose: another installation in its place would be a surprise.
  if (named !== undefined && named !== '') return [await rootOf(named)];
  const onPath: string[] = [];
  for (const directory of (environment['PATH'] ?? '').split(path.delimiter)) {
    if (!path.isAbsolute(directory)) continue;
    for (const launcher of launchers) {
      const file = path.join(directory, launcher);
      if (await exists(file)) onPath.push(path.dirname(path.dirname(await realpath(file))));
    }
  }
  return [...new Set([...onPath, '/usr/local', ...(await optional())])];
}

/** A person may name the root, its bin, or the launcher itself. */
async function rootOf(given: string): Promise<string> {
  const absolute = path.resolve(given);
  if (await exists(path.join(absolute, 'bin'))) return absolute;
  if (path.basename(absolute) === 'bin') return path.dirname(absolute);
  if (launchers.includes(path.basename(absolute))) return path.dirname(path.dirname(absolute));
  return absolute;
}

async function optional(): Promise<readonly string[]> {
  const entries = await readdir('/opt').catch(() => []);
  return entries
    .filter((name) => name.startsWith('dmtcp'))
    .sort()
    .reverse()
    .map((name) => path.join('/opt', name));
}

async function describe(transport: Transport, root: string, launcher: string): Promise<DmtcpInstallation> {
  const bin = path.join(root, 'bin');
  const lib = await libraryDirectory(root);
  if (lib === undefined) {
    throw new DmtcpError(
      'incomplete',
      `${path.join(bin, launcher)} is there, but its library is not: expected libdmtcp.so or dmtcphijack.so in ${libraryDirectories.map((d) => path.join(root, d)).join(', ')}. Install DMTCP completely (make install), or name another installation.`,
    );
  }
  const versionLine = await versionOf(transport, path.join(bin, launcher));
  const version = versionIn(versionLine);
  return { root, bin, lib, versionLine, version, generation: requireGeneration(version, versionLine) };
}

async function libraryDirectory(root: string): Promise<string | undefined> {
  for (const directory of libraryDirectories) {
    for (const library of ['libdmtcp.so', 'dmtcphijack.so']) {
      if (await exists(path.join(root, directory, library))) return path.join(root, directory);
    }
  }
  return undefined;
}

/** A launcher for another machine cannot be run here (a shell would take it for a script): its bytes are read instead. */
async function versionOf(transport: Transport, launcher: string): Promise<string> {
  const bytes = await readFile(launcher);
  const elf = readElf(bytes);
  const here = ({ x64: 'x86_64', arm64: 'aarch64' } as Readonly<Record<string, string>>)[process.arch];
  const isForeign = elf !== undefined && (process.platform !== 'linux' || elf.machine !== here);
  if (!isForeign) return askVersion(transport, launcher);
  const line = versionInside(bytes, path.basename(launcher));
  if (line !== undefined) return line;
  throw new DmtcpError(
    'wrongArchitecture',
    `${launcher} is for ${machineName(elf)}, this machine is ${here ?? process.arch} (${process.platform}): it cannot be asked for its version here, and what it prints was not found in its file. Package it on a machine that runs it.`,
  );
}

/** What a launcher would print of its version ("dmtcp_launch (DMTCP) 4.2.0"), from its bytes. */
function versionInside(bytes: Buffer, launcher: string): string | undefined {
  const found = /(?:dmtcp_\w+|%s) (\(DMTCP[^)]{0,40}\) \d+\.\d+[\w.+-]*)/.exec(bytes.toString('latin1'));
  return found?.[1] === undefined ? undefined : `${launcher} ${found[1]}`;
}

/** DMTCP 1.x writes its version to standard error, later ones to standard output. */
async function askVersion(transport: Transport, launcher: string): Promise<string> {
  try {
    const { stdout, stderr, code } = await transport.exec([launcher, '--version'], { timeoutMs: 15_000 });
    const line = `${stdout}\n${stderr}`.split('\n').find((text) => /\d+\.\d+/.test(text));
    if (line !== undefined) return line.trim();
    throw new DmtcpError(
      'incomplete',
      `${launcher} --version was expected to print a version, and ended with code ${code ?? 'none'}: ${stderr.trim() || 'no output'}. Check that it runs on this machine.`,
    );
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    throw new DmtcpError('incomplete', `${launcher} could not be run: ${error.message}`, { cause: error });
  }
}

/** The release in what a tool prints of its version, such as "4.2.0"; '' where there is none. */
export const versionIn = (line: string): string => /(\d+\.\d+(?:\.\d+)?\S*)/.exec(line)?.[1] ?? '';

/** The generation of a release such as "4.2.0"; undefined for one that is not known here. */
export function generationOf(version: string): DmtcpGeneration | undefined {
  const [major] = version.split('.');
  return (['1', '2', '3', '4', '5'] as const).find((generation) => generation === major);
}

function requireGeneration(version: string, line: string): DmtcpGeneration {
  const generation = generationOf(version);
  if (generation !== undefined) return generation;
  throw new DmtcpError(
    'incomplete',
    `"${line}" names no DMTCP release that is known here (1.x to 5.x). Package another one.`,
  );
}

const exists = async (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
