/** What an SSH connection needs to know. Secrets are asked for when they are needed and never kept. */

/** A host key that no known_hosts file has. */
export interface UnknownHostKey {
  readonly host: string;
  readonly port: number;
  /** Such as ssh-ed25519. */
  readonly keyType: string;
  /** SHA256:..., as OpenSSH prints it. */
  readonly fingerprint: string;
  /** Types of the keys that known_hosts has for the host: not empty when the server showed one of another type. */
  readonly otherKnownTypes: readonly string[];
  /** The line for a known_hosts file that makes the key known; rememberHostKey writes it. */
  readonly knownHostsLine: string;
}

/** One question of a keyboard-interactive login. `echo` false: a secret. */
export interface Prompt {
  readonly text: string;
  readonly echo: boolean;
}

export interface SshOptions {
  /** For people; user@host when left out. */
  readonly name?: string;
  readonly host: string;
  /** 22 when left out. */
  readonly port?: number;
  readonly user: string;
  /** Looked up in known_hosts in place of host and port (ssh_config's HostKeyAlias). */
  readonly hostKeyAlias?: string;
  /** Absolute names of known_hosts files; those that do not exist are skipped. */
  readonly knownHostsFiles: readonly string[];
  /** Private keys to try, in order. One that was named by the user but cannot be read is an error. */
  readonly privateKeyFiles?: readonly string[];
  /** Files that are tried where they exist: the default identities. */
  readonly defaultKeyFiles?: readonly string[];
  /** The agent's socket (SSH_AUTH_SOCK), or Windows' named pipe. */
  readonly agent?: string;
  /** Time for the connection and the key exchange, without the time people need for answers; 20,000 ms. */
  readonly readyTimeoutMs?: number;
  /** Milliseconds between keepalives; 15,000. Three unanswered ones end the connection. */
  readonly keepaliveMs?: number;
  /** Sessions at a time in the connection; 10, sshd's default MaxSessions. Lowered when the server refuses one. */
  readonly maxChannels?: number;
  /** Asked before anything is sent to a host whose key is unknown. Left out: refused. */
  readonly confirmUnknownHostKey?: (key: UnknownHostKey) => Promise<boolean>;
  /** The passphrase of a private key file; undefined: give up. Asked again, with `again`, after a wrong one. */
  readonly askPassphrase?: (keyFile: string, again: boolean) => Promise<string | undefined>;
  /** The user's password, where the server takes one. undefined: give up. */
  readonly askPassword?: (userAtHost: string, again: boolean) => Promise<string | undefined>;
  /** Answers to the server's own questions (two-factor logins). undefined: give up. */
  readonly askPrompts?: (title: string, prompts: readonly Prompt[]) => Promise<readonly string[] | undefined>;
}
