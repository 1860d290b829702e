import type { SshOptions } from './sshOptions.ts';

/** What the user's settings say of an access point; each left out is taken from ~/.ssh/config, then OpenSSH's default. */
export interface SshTarget {
  /** A host name, or a Host alias of ~/.ssh/config. */
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
  readonly identityFile?: string;
  readonly knownHostsFile?: string;
}

export type ResolvedSshOptions = Pick<
  SshOptions,
  | 'name'
  | 'host'
  | 'port'
  | 'user'
  | 'hostKeyAlias'
  | 'knownHostsFiles'
  | 'privateKeyFiles'
  | 'defaultKeyFiles'
  | 'agent'
  | 'readyTimeoutMs'
  | 'keepaliveMs'
>;

/**
 * Settings and ~/.ssh/config (with its Includes) together. Throws TransportError `unsupported` for what would change
 * the way the host is reached and is not supported yet: ProxyJump, ProxyCommand.
 */
export declare function resolveSshOptions(target: SshTarget): Promise<ResolvedSshOptions>;
