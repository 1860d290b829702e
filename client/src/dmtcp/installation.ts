import type { Transport } from '../transport/transport.ts';

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
}

export interface FindInstallationOptions {
  /** Runs `--version`; a local transport. */
  readonly transport: Transport;
  /** The setting; where it is given nothing else is looked at. */
  readonly root?: string;
  /** DMTCP_ROOT and PATH are read from it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Finds DMTCP on this machine: root, else DMTCP_ROOT, else dmtcp_launch on PATH, else /usr/local and /opt/dmtcp*. Throws DmtcpError. */
export declare function findInstallation(options: FindInstallationOptions): Promise<DmtcpInstallation>;
