import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { DmtcpError } from './dmtcpError.ts';
import type { DmtcpGeneration, DmtcpInstallation } from './installation.ts';

/** The tools that a checkpointed job needs beside it, by generation (DMTCP's NEWS and sources). */
const tools: Readonly<Record<DmtcpGeneration, readonly string[]>> = {
  '1': ['dmtcp_checkpoint', 'dmtcp_coordinator', 'dmtcp_command', 'dmtcp_restart', 'mtcp_restart'],
  '2': ['dmtcp_launch', 'dmtcp_coordinator', 'dmtcp_command', 'dmtcp_restart', 'mtcp_restart'],
  '3': ['dmtcp_launch', 'dmtcp_coordinator', 'dmtcp_command', 'dmtcp_restart', 'mtcp_restart'],
  '4': ['dmtcp_launch', 'dmtcp_coordinator', 'dmtcp_command', 'dmtcp_restart', 'mtcp_restart'],
  '5': ['dmtcp_launch', 'dmtcp_coordinator', 'dmtcp_command', 'dmtcp_restart', 'mtcp_restart'],
};

/** Plugins that are only loaded when a program asks for them; a job started by the shim does not. */
const unused =
  /^libdmtcp_(modify-env|unique-ckpt|batch-queue|infiniband|example|env|ptrace|record-replay).*\.so$/;

/** Names of the tools that a job needs. */
export const toolsOf = (generation: DmtcpGeneration): readonly string[] => tools[generation];

/** Whether a library of DMTCP's own directory travels with a job. */
export const isPackagedLibrary = (generation: DmtcpGeneration, name: string): boolean =>
  generation === '1'
    ? name === 'dmtcphijack.so' || name.startsWith('libmtcp.so')
    : /^libdmtcp(_[A-Za-z0-9_-]+)?\.so$/.test(name) && !unused.test(name);

/**
 * Libraries that DMTCP needs and minimal execute hosts lack, so that they travel with the job. No others: a C++ run-time
 * library beside the job would take the place of the host's own for the user's program too.
 */
export const shippedLibraries: readonly string[] = ['libatomic.so.1'];

/** Where a machine has libraries of a machine (x86_64, aarch64); the last one is that of cross compilers. */
export const systemLibraryDirectories = (machine: string): readonly string[] => [
  `/usr/lib/${machine}-linux-gnu`,
  `/lib/${machine}-linux-gnu`,
  '/usr/lib64',
  '/lib64',
  '/usr/lib',
  '/lib',
  `/usr/${machine}-linux-gnu/lib`,
];

/** Absolute names of the files of an installation that travel with a job. Throws DmtcpError `incomplete`. */
export async function dmtcpFiles(installation: DmtcpInstallation): Promise<readonly string[]> {
  const wanted = tools[installation.generation];
  const present = new Set(await readdir(installation.bin));
  const missing = wanted.filter((name) => !present.has(name));
  if (missing.length > 0) {
    throw new DmtcpError(
      'incomplete',
      `${installation.versionLine} in ${installation.root} is incomplete: expected ${missing.join(', ')} in ${installation.bin}. Install DMTCP completely (make install), or name another installation.`,
    );
  }
  return [
    ...wanted.map((name) => path.join(installation.bin, name)),
    ...(await libraries(installation)).map((name) => path.join(installation.lib, name)),
  ];
}

async function libraries({ generation, lib }: DmtcpInstallation): Promise<readonly string[]> {
  const names = (await readdir(lib)).sort();
  if (generation === '1') {
    // dmtcphijack.so is in lib/dmtcp; libmtcp.so.1 may be one level above.
    const above = (await readdir(path.dirname(lib))).filter((name) => name.startsWith('libmtcp.so'));
    return [
      ...names.filter((name) => isPackagedLibrary(generation, name)),
      ...(names.some((name) => name.startsWith('libmtcp.so'))
        ? []
        : above.map((name) => path.join('..', name))),
    ];
  }
  return names.filter((name) => isPackagedLibrary(generation, name));
}
