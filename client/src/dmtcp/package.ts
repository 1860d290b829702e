import type { Manifest } from '../../../shim/src/protocol.ts';
import type { Transport } from '../transport/transport.ts';
import type { DmtcpInstallation } from './installation.ts';

export interface PackageOptions {
  readonly installation: DmtcpInstallation;
  /** The shim's executable, absolute; becomes `shim_dmtcp` beside the submit file. */
  readonly shim: string;
  /** Absolute. */
  readonly submitDirectory: string;
  /** Runs `strip`; a local transport. */
  readonly transport: Transport;
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
  /** Puts the files in place, each whole or not at all, the manifest last. */
  apply(): Promise<void>;
  /** Removes what planning made; apply() does it by itself. */
  dispose(): Promise<void>;
}

/** What packaging would do; nothing in the submit directory is touched before apply(). Throws DmtcpError. */
export declare function planPackage(options: PackageOptions): Promise<PackagePlan>;
