import { createHash } from 'node:crypto';
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileNames, type Manifest, type ManifestFile } from '../../../shim/src/protocol.ts';
import { TransportError, type Transport } from '../transport/transport.ts';
import { DmtcpError } from './dmtcpError.ts';
import { compareVersions, machineName, readElf, type ElfFacts } from './elf.ts';
import { dmtcpFiles, shippedLibraries, systemLibraryDirectories } from './fileSet.ts';
import type { DmtcpInstallation } from './installation.ts';
import { packagedFiles } from './manifest.ts';

export interface PackageOptions {
  readonly installation: DmtcpInstallation;
  /** The shim's executable, absolute; becomes `shim_dmtcp` beside the submit file. */
  readonly shim: string;
  /** Absolute. */
  readonly submitDirectory: string;
  /** Runs `strip`; a local transport. */
  readonly transport: Transport;
  /** Where prepared files are kept for the next time; absolute. They are prepared anew each time when left out. */
  readonly cacheDirectory?: string;
  /** Debug information taken out of the copies (35 MB become 3 MB). Default: where `strip` is there. */
  readonly strip?: boolean;
}

export interface PackagedFile {
  /** Name beside the submit file. */
  readonly name: string;
  readonly source: string;
  readonly size: number;
  readonly sha256: string;
  readonly state: 'new' | 'changed' | 'unchanged';
}

export interface PackagePlan {
  readonly files: readonly PackagedFile[];
  readonly manifest: Manifest;
  /** Names for transfer_input_files: all but the shim itself, which is the executable. */
  readonly transferInput: readonly string[];
  /** Names that an earlier package left and this one does not have; apply() removes them from the disk. */
  readonly obsolete: readonly string[];
  readonly stripped: boolean;
  readonly bytes: number;
  /** Highest GLIBC version that the files need, such as "2.34". */
  readonly neededGlibc?: string;
  /** Libraries that DMTCP needs, that minimal execute hosts lack, and that were not found to travel with the job. */
  readonly missingLibraries: readonly string[];
  /** Puts the files in place, each whole or not at all, the manifest last. */
  apply(): Promise<void>;
  /** Removes what planning made; apply() does it by itself. */
  dispose(): Promise<void>;
}

/** Libraries that are on every host that runs HTCondor: the C and C++ run-time. */
const everywhere = /^(lib(c|m|dl|pthread|rt|stdc\+\+|gcc_s)\.so\.\d+|ld-linux.*)$/;
const shimName = 'shim_dmtcp';

/** What packaging would do; nothing in the submit directory is touched before apply(). Throws DmtcpError. */
export async function planPackage(options: PackageOptions): Promise<PackagePlan> {
  const shimElf = await elfOf(options.shim);
  const sources = await dmtcpFiles(options.installation);
  const facts = await Promise.all(sources.map(elfOf));
  facts.forEach((elf, i) => requireSameMachine(elf, shimElf, sources[i] ?? ''));
  const libraries = await shipped(options.installation, facts);
  const { staging, stripped, dispose } = await prepare(options, [...sources, ...libraries], {
    files: sources,
    machine: shimElf.machine,
  });
  try {
    const names = [...sources, ...libraries].map((source) => path.basename(source)).sort();
    const missingLibraries = [...new Set(facts.flatMap((elf) => elf.needed))]
      .filter((name) => !everywhere.test(name) && !names.includes(name))
      .sort();
    const files = await Promise.all(
      [shimName, ...names].map((name) => describe(staging, options.submitDirectory, name)),
    );
    const manifest: Manifest = {
      schema: 1,
      dmtcpVersion: options.installation.versionLine,
      origin: options.installation.origin ?? options.installation.root,
      architecture: shimElf.machine === 'aarch64' ? 'aarch64' : 'x86_64',
      files: files.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
    };
    const obsolete = (await earlierNames(options.submitDirectory)).filter(
      (name) => !files.some((file) => file.name === name),
    );
    const neededGlibc = facts
      .flatMap((elf) => elf.glibc ?? [])
      .sort(compareVersions)
      .at(-1);
    return {
      files: files.map((file) => ({ ...file, source: path.join(staging, file.name) })),
      manifest,
      transferInput: [...names, fileNames.manifest],
      obsolete,
      stripped,
      bytes: files.reduce((sum, file) => sum + file.size, 0),
      missingLibraries,
      ...(neededGlibc === undefined ? {} : { neededGlibc }),
      async apply() {
        try {
          await apply(options.submitDirectory, staging, { files, obsolete, manifest });
        } finally {
          await dispose();
        }
      },
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

interface Prepared {
  /** Holds copies of all files, without debug information where that could be taken out. */
  readonly staging: string;
  readonly stripped: boolean;
  readonly dispose: () => Promise<void>;
}

/** Says of a kept directory that it is complete, and whether its files are stripped. */
const completeName = '.complete';

/** Copies and strips the files, or finds that this was done before for the very same ones. */
async function prepare(
  options: PackageOptions,
  files: readonly string[],
  toStrip: ToStrip,
): Promise<Prepared> {
  const { cacheDirectory, shim } = options;
  const keep = (): Promise<void> => Promise.resolve();
  const kept =
    cacheDirectory === undefined ? undefined : path.join(cacheDirectory, await keyOf(options, files));
  if (kept !== undefined) {
    const mark = await readFile(path.join(kept, completeName), 'utf8').catch(() => undefined);
    if (mark !== undefined) return { staging: kept, stripped: mark === 'stripped', dispose: keep };
    await mkdir(path.dirname(kept), { recursive: true });
  }
  const part = await mkdtemp(kept === undefined ? path.join(tmpdir(), 'dmtcp-condor-') : `${kept}.part-`);
  const dispose = (): Promise<void> => rm(part, { recursive: true, force: true });
  try {
    await Promise.all(files.map((source) => copyFile(source, staged(part, source))));
    const stripped = options.strip !== false && (await strip(options.transport, part, toStrip));
    // What a strip that failed has left of them is not relied on.
    if (!stripped) await Promise.all(toStrip.files.map((source) => copyFile(source, staged(part, source))));
    await copyFile(shim, path.join(part, shimName));
    if (kept === undefined) return { staging: part, stripped, dispose };
    await writeFile(path.join(part, completeName), stripped ? 'stripped' : 'whole');
    await rm(kept, { recursive: true, force: true });
    await rename(part, kept);
    return { staging: kept, stripped, dispose: keep };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** The same for the same files; another one as soon as one of them is changed. */
async function keyOf(options: PackageOptions, files: readonly string[]): Promise<string> {
  const stamps = await Promise.all(
    [options.shim, ...files].map(async (file) => {
      const { size, mtimeMs, ino } = await stat(file);
      return [file, size, mtimeMs, ino];
    }),
  );
  const text = JSON.stringify([stamps, options.strip, process.env['PATH']]);
  return hash(Buffer.from(text)).slice(0, 24);
}

const staged = (staging: string, source: string): string => path.join(staging, path.basename(source));

async function elfOf(file: string): Promise<ElfFacts> {
  const elf = readElf(await readFile(file));
  if (elf !== undefined) return elf;
  throw new DmtcpError(
    'incomplete',
    `${file} was expected to be a Linux executable or library (ELF), and is not. Install DMTCP again, or name another installation.`,
  );
}

function requireSameMachine(elf: ElfFacts, shim: ElfFacts, file: string): void {
  if (elf.machineNumber === shim.machineNumber && elf.bits === shim.bits) return;
  throw new DmtcpError(
    'wrongArchitecture',
    `${file} is for ${machineName(elf)}, the shim is for ${machineName(shim)}. The execute hosts run both: name a DMTCP installation that was built for ${machineName(shim)}.`,
  );
}

/** Needed libraries that travel with the job: from the installation, else from this machine. */
async function shipped(
  installation: DmtcpInstallation,
  facts: readonly ElfFacts[],
): Promise<readonly string[]> {
  const needed = new Set(facts.flatMap((elf) => elf.needed));
  const found: string[] = [];
  for (const name of shippedLibraries.filter((library) => needed.has(library))) {
    const places = [
      installation.lib,
      path.dirname(installation.lib),
      ...systemLibraryDirectories(facts[0]?.machine ?? ''),
    ];
    for (const directory of places) {
      const file = path.join(directory, name);
      const elf = await readFile(file).then(readElf, () => undefined);
      // On a machine with several architectures the first of the name may be another's.
      if (elf === undefined || elf.machineNumber !== facts[0]?.machineNumber || elf.bits !== facts[0].bits)
        continue;
      found.push(file);
      break;
    }
  }
  return found;
}

interface ToStrip {
  readonly files: readonly string[];
  readonly machine: string;
}

/**
 * Takes debug information out of the staged copies; false when nothing on this machine can: a strip knows few machines
 * beside its own, and that of macOS no ELF files.
 */
async function strip(transport: Transport, staging: string, { files, machine }: ToStrip): Promise<boolean> {
  for (const program of ['strip', `${machine}-linux-gnu-strip`, 'llvm-strip']) {
    try {
      const { code } = await transport.exec(
        [program, '--strip-unneeded', ...files.map((source) => staged(staging, source))],
        { timeoutMs: 120_000 },
      );
      if (code === 0) return true;
    } catch (error) {
      if (!(error instanceof TransportError) || error.reason !== 'commandNotFound') throw error;
    }
  }
  return false;
}

async function describe(
  staging: string,
  submitDirectory: string,
  name: string,
): Promise<ManifestFile & { readonly state: PackagedFile['state'] }> {
  const bytes = await readFile(path.join(staging, name));
  const sha256 = hash(bytes);
  const there = await readFile(path.join(submitDirectory, name)).catch(() => undefined);
  const state = there === undefined ? 'new' : hash(there) === sha256 ? 'unchanged' : 'changed';
  return { name, size: bytes.length, sha256, state };
}

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Names that the manifest of an earlier package lists; the shim's own is there in every package. */
async function earlierNames(submitDirectory: string): Promise<readonly string[]> {
  const text = await readFile(path.join(submitDirectory, fileNames.manifest), 'utf8').catch(() => '');
  return (packagedFiles(text) ?? []).map((file) => file.name);
}

async function apply(
  submitDirectory: string,
  staging: string,
  plan: Pick<PackagePlan, 'obsolete' | 'manifest'> & {
    readonly files: readonly (ManifestFile & { readonly state: PackagedFile['state'] })[];
  },
): Promise<void> {
  try {
    for (const { name, state } of plan.files) {
      if (state !== 'unchanged') await place(path.join(staging, name), path.join(submitDirectory, name));
      else await chmod(path.join(submitDirectory, name), 0o755);
    }
    for (const name of plan.obsolete) await rm(path.join(submitDirectory, name), { force: true });
    await placeText(
      `${JSON.stringify(plan.manifest, undefined, 2)}\n`,
      path.join(submitDirectory, fileNames.manifest),
    );
  } catch (error) {
    throw new DmtcpError(
      'fileFailed',
      `Packaging into ${submitDirectory} failed: ${error instanceof Error ? error.message : String(error)}. What is there is whole; package again when the cause is gone.`,
      { cause: error },
    );
  }
}

async function placeText(text: string, target: string): Promise<void> {
  const temporary = `${target}.dmtcp-condor-part`;
  try {
    await writeFile(temporary, text, { mode: 0o644 });
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Whole or not at all, also when the disk is full or the target is a running program. */
async function place(source: string, target: string): Promise<void> {
  const there = await lstat(target).catch(() => undefined);
  if (there?.isDirectory() === true) throw new Error(`${target} is a directory`);
  const temporary = `${target}.dmtcp-condor-part`;
  try {
    await copyFile(source, temporary);
    await chmod(temporary, 0o755);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
