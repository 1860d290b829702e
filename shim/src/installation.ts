import { ShimFailure } from './failure.ts';
import type { Host } from './host/host.ts';
import { elfMachine } from './elf.ts';
import { baseName, join } from './paths.ts';

/** Where DMTCP's files are on this machine. */
export interface Installation {
  /** `installed`: usable in place, the same on every start. `shipped`: came with the job, or flat: to be laid out. */
  readonly kind: 'installed' | 'shipped';
  readonly bin: string;
  readonly libraries: string;
}

const tools = ['dmtcp_coordinator', 'dmtcp_command', 'dmtcp_restart', 'mtcp_restart'];
const launchers = ['dmtcp_launch', 'dmtcp_checkpoint'];

/** PATH of a job that has none, as HTCondor's usually have. */
const usualPath = '/usr/local/bin:/usr/bin:/bin';

/**
 * Finds DMTCP: the directory that was asked for, else flat files in the sandbox, else the PATH.
 * Throws ShimFailure when it is not there, incomplete, or for another machine.
 */
export function findInstallation(host: Host, sandbox: string, withDmtcp: string | undefined): Installation {
  const installation = withDmtcp === undefined ? search(host) : inDirectory(host, sandbox, withDmtcp);
  if (installation === undefined) throw new ShimFailure('dmtcp missing', notFound(host, withDmtcp));
  checkComplete(host, installation);
  return installation;
}

function inDirectory(host: Host, sandbox: string, directory: string): Installation | undefined {
  const bin = join(directory, 'bin');
  if (hasLauncher(host, bin)) {
    const kind = `${join(sandbox, directory)}/`.startsWith(`${sandbox}/`) ? 'shipped' : 'installed';
    return { kind, bin, libraries: librariesOf(host, directory) };
  }
  if (hasLauncher(host, directory)) return { kind: 'shipped', bin: directory, libraries: directory };
  return undefined;
}

function search(host: Host): Installation | undefined {
  if (hasLauncher(host, '.')) return { kind: 'shipped', bin: '.', libraries: '.' };
  for (const directory of (host.environment['PATH'] ?? usualPath).split(':')) {
    if (!directory.startsWith('/') || !hasLauncher(host, directory)) continue;
    const root = directory.slice(0, directory.lastIndexOf('/')) || '/';
    return { kind: 'installed', bin: directory, libraries: librariesOf(host, root) };
  }
  return undefined;
}

const librariesOf = (host: Host, root: string): string =>
  ['lib64/dmtcp', 'lib/dmtcp']
    .map((name) => join(root, name))
    .find((path) => host.files.status(path) !== undefined) ?? join(root, 'lib/dmtcp');

const hasLauncher = (host: Host, directory: string): boolean =>
  launchers.some((name) => host.files.status(join(directory, name))?.kind === 'file');

const notFound = (host: Host, withDmtcp: string | undefined): string =>
  withDmtcp === undefined
    ? `DMTCP was not found: neither dmtcp_launch in the sandbox nor in PATH (${host.environment['PATH'] ?? usualPath}). ` +
      'List its files in transfer_input_files ("DMTCP: Package Shim and DMTCP into Submit Directory" does it), or give --with-dmtcp DIR.'
    : `--with-dmtcp ${withDmtcp}: expected dmtcp_launch in ${withDmtcp}/bin or in ${withDmtcp} itself, found neither on ${host.hostName}.`;

function checkComplete(host: Host, { bin, libraries }: Installation): void {
  const missing = [
    ...tools.filter((name) => host.files.status(join(bin, name)) === undefined),
    ...(libraryNames(host, libraries).some((name) => name === 'libdmtcp.so' || name === 'dmtcphijack.so')
      ? []
      : ['libdmtcp.so']),
  ];
  if (missing.length > 0) {
    throw new ShimFailure(
      'dmtcp missing',
      `DMTCP in ${bin === '.' ? 'the sandbox' : bin} is incomplete: ${missing.join(', ')} missing. Without ${missing.length === 1 ? 'it' : 'them'} ` +
        'no checkpoint is possible. Package again, or add what is missing to transfer_input_files.',
    );
  }
  const programs = [...tools, ...launchers]
    .map((name) => join(bin, name))
    .filter((path) => host.files.status(path) !== undefined);
  for (const path of [...programs, ...libraryNames(host, libraries).map((name) => join(libraries, name))]) {
    const machine = elfMachine(host.files.readStart(path, 20));
    if (machine === undefined || machine === host.machine) continue;
    throw new ShimFailure(
      'dmtcp broken',
      `${baseName(path)} is for ${machine}, but ${host.hostName} is ${host.machine}: package a DMTCP built for ${host.machine}, ` +
        'or keep the job on the right machines with requirements = (Arch == ...).',
    );
  }
}

/** DMTCP's libraries in a directory, and libatomic, which they need and minimal machines lack. */
export const libraryNames = (host: Host, directory: string): readonly string[] =>
  host.files.status(directory)?.kind === 'directory'
    ? host.files
        .list(directory)
        .filter((name) => /^(libdmtcp[\w-]*|libmtcp|dmtcphijack|libatomic)\.so(\.\d+)*$/.test(name))
    : [];

/** Names of the programs to copy when files are laid out. */
export const programNames = (host: Host, bin: string): readonly string[] =>
  [...tools, ...launchers].filter((name) => host.files.status(join(bin, name))?.kind === 'file');
