import { ShimFailure } from './failure.ts';
import type { Host } from './host/host.ts';
import { decodeManifest } from './decode.ts';
import { fileNames, type Manifest } from './protocol.ts';

/**
 * Verifies the files that the package command listed, where its manifest came with the job.
 * Returns undefined without a manifest. Throws ShimFailure for a damaged, missing or foreign file.
 */
export function verifyManifest(host: Host): Manifest | undefined {
  const text = host.files.read(fileNames.manifest);
  if (text === undefined) return undefined;
  const manifest = decodeManifest(text);
  const advice = 'Package again ("DMTCP: Package Shim and DMTCP into Submit Directory") and submit again.';
  if (manifest === undefined) {
    throw new ShimFailure('manifest', `${fileNames.manifest} cannot be read as a manifest. ${advice}`);
  }
  if (manifest.architecture !== host.machine) {
    throw new ShimFailure(
      'manifest',
      `the packaged DMTCP is for ${manifest.architecture}, this machine (${host.hostName}) is ${host.machine}. ` +
        `Add to the submit file: requirements = (Arch == "${condorArchitecture(manifest.architecture)}")`,
    );
  }
  for (const file of manifest.files) {
    // HTCondor gives the executable another name in the sandbox.
    if (file.name === 'shim_dmtcp') continue;
    const status = host.files.status(file.name);
    if (status === undefined) {
      throw new ShimFailure(
        'manifest',
        `${file.name} is in the manifest but did not come with the job: it is not listed in transfer_input_files. ${advice}`,
      );
    }
    if (status.size !== file.size) {
      throw new ShimFailure(
        'manifest',
        `${file.name} has ${status.size} bytes, the manifest says ${file.size}: it was changed or cut off. ${advice}`,
      );
    }
    if (host.files.sha256(file.name) !== file.sha256) {
      throw new ShimFailure(
        'manifest',
        `${file.name} is not the file that was packaged (its SHA-256 differs). ${advice}`,
      );
    }
  }
  return manifest;
}

const condorArchitecture = (machine: string): string => (machine === 'x86_64' ? 'X86_64' : machine);
