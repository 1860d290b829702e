/** What an SSH connection needs to know. Secrets are asked for when they are needed; who answers decides what is kept. */
import type { Duplex } from 'node:stream';

export type AuthMethod = 'publickey' | 'keyboard-interactive' | 'password';

/** What becomes of a host whose key is in no known_hosts file (ssh_config's StrictHostKeyChecking). */
export type UnknownHostKeys =
  | 'ask'
  /** `yes`: nobody is asked. */
  | 'refuse'
  /** `accept-new`, and `no`, which would take changed keys too: those are refused here all the same. */
  | 'accept';

/** Opens a connection from another host to a port that it can reach. Rejects with a TransportError. */
export type Forward = (host: string, port: number) => Promise<Duplex>;

/** How the host is reached when not directly. */
export type SshProxy =
  /** Bytes go through a program of the user's ssh configuration; tokens are replaced. */
  | { readonly kind: 'command'; readonly command: string }
  /** Through a connection to another host, with its own key check and login; that one may have a proxy itself. */
  | { readonly kind: 'jump'; readonly via: Omit<SshOptions, QuestionName> }
  /** Through a connection that is there already: its login is not asked for again. */
  | { readonly kind: 'connection'; readonly forward: Forward };

/** How an upload is spread over streams. */
export interface UploadSpread {
  /** Streams at a time. */
  readonly parallel: number;
  /** Bytes of a stream, where files are not larger; what is lost when the connection is cut. */
  readonly batchBytes: number;
}

type QuestionName = 'confirmUnknownHostKey' | 'askPassphrase' | 'askPassword' | 'askPrompts';

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
  /** A @cert-authority line of known_hosts speaks of the host, but the key that it showed is no certificate. */
  readonly hasAuthority: boolean;
  /** The line for a known_hosts file that makes the key known; rememberHostKey writes it. */
  readonly knownHostsLine: string;
  /** The file that it belongs in. */
  readonly knownHostsFile: string | undefined;
}

/** One question of a keyboard-interactive login. `echo` false: a secret. */
export interface Prompt {
  readonly text: string;
  readonly echo: boolean;
}

/** One round of questions; a login may have several. */
export interface PromptRequest {
  /** user@host. */
  readonly who: string;
  /** What the server says before the questions; may be empty. */
  readonly title: string;
  readonly prompts: readonly Prompt[];
  /** The answers to the same questions were refused before. */
  readonly again: boolean;
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
  /** `ask` when left out. */
  readonly unknownHostKeys?: UnknownHostKeys;
  /** Whether names are hashed where a key is added to known_hosts. */
  readonly hashKnownHosts?: boolean;
  /** Private keys to try, in order. One that was named by the user but cannot be read is an error. */
  readonly privateKeyFiles?: readonly string[];
  /** Files that are tried where they exist: the default identities. */
  readonly defaultKeyFiles?: readonly string[];
  /** The agent's socket (SSH_AUTH_SOCK), or Windows' named pipe. */
  readonly agent?: string;
  /** Of the agent's keys, offers just those of the key files, by their public halves (IdentitiesOnly). */
  readonly agentKeysOfFilesOnly?: boolean;
  /** Allowed ways to log in, most wanted first; all three when left out. */
  readonly methods?: readonly AuthMethod[];
  /** Nobody is asked for a passphrase or a password (BatchMode). */
  readonly asksNothing?: boolean;
  /** IP family; both when left out. */
  readonly family?: 4 | 6;
  readonly proxy?: SshProxy;
  /** Time for the connection and the key exchange, without the time people need for answers; 20,000 ms. */
  readonly readyTimeoutMs?: number;
  /** Milliseconds between keepalives; 15,000; 0: none. */
  readonly keepaliveMs?: number;
  /** So many unanswered ones in a row end the connection; 3. */
  readonly keepaliveMisses?: number;
  /** Sessions at a time in the connection; 10, sshd's default MaxSessions. Lowered when the server refuses one. */
  readonly maxChannels?: number;
  /** By the length of a round trip when left out. */
  readonly uploadSpread?: UploadSpread;
  /** Asked before anything is sent to a host whose key is unknown. Left out: refused. */
  readonly confirmUnknownHostKey?: (key: UnknownHostKey) => Promise<boolean>;
  /** The passphrase of a private key file; undefined: give up. Asked again, with `again`, after a wrong one. */
  readonly askPassphrase?: (keyFile: string, again: boolean) => Promise<string | undefined>;
  /** The user's password, where the server takes one. undefined: give up. */
  readonly askPassword?: (userAtHost: string, again: boolean) => Promise<string | undefined>;
  /** Answers to the server's own questions (two-factor logins). undefined: give up. */
  readonly askPrompts?: (request: PromptRequest) => Promise<readonly string[] | undefined>;
}
