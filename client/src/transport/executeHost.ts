/** The way to an execute host, where the settings of an access point name one. */
import { resolveSshOptions, type ResolvedSshOptions, type SshConfigHost } from './sshConfig.ts';
import type { Forward } from './sshOptions.ts';

/** How execute hosts are reached by SSH. */
export type ExecuteHostWay = 'jump' | 'direct';

/** What is known of the access point whose execute host it is. */
export interface ExecuteHostOf {
  readonly way: ExecuteHostWay;
  /** Who logs in at the access point: the same there, unless ~/.ssh/config names another. */
  readonly user: string;
  /** From the access point's settings. */
  readonly identityFile?: string;
  readonly knownHostsFile?: string;
  /** From the access point's connection. */
  readonly forward: Forward;
}

/**
 * Options for an execute host by the name that its pool gives it: its own section of ssh's configuration counts (with
 * HostName, Port, HostKeyAlias); for `jump` all but the proxy. Throws as resolveSshOptions does.
 */
export async function executeHostOptions(
  machine: string,
  { way, user, identityFile, knownHostsFile, forward }: ExecuteHostOf,
  here?: SshConfigHost,
): Promise<ResolvedSshOptions> {
  const target = {
    host: machine,
    fallbackUser: user,
    ...(identityFile === undefined ? {} : { identityFile }),
    ...(knownHostsFile === undefined ? {} : { knownHostsFile }),
  };
  const options = { ...(await resolveSshOptions(target, here)), name: machine };
  switch (way) {
    case 'direct':
      return options;
    case 'jump':
      return { ...options, proxy: { kind: 'connection', forward } };
  }
}
