/** How the extension reaches an access point: the same four operations on this machine and over SSH. */

export interface ExecOptions {
  /**
   * Directory to run in, which must exist; relative to the user's home directory over SSH, to the extension's
   * here. A missing one: TransportError `fileFailed` here, exit code 1 or 2 and the shell's complaint over SSH.
   */
  readonly cwd?: string | undefined;
  /** All of standard input; empty when left out. */
  readonly input?: string | Uint8Array | undefined;
  /** Aborting ends the command and rejects with a TransportError whose reason is `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** After so many milliseconds the command is ended and the call rejects with reason `timeout`. */
  readonly timeoutMs?: number | undefined;
  /** Takes standard output as it comes; `stdout` of the result is then empty. What it throws ends the command. */
  readonly onStdout?: ((bytes: Uint8Array) => void) | undefined;
}

export interface ExecResult {
  /** Exit code; undefined where a signal ended the program. */
  readonly code: number | undefined;
  /** Name of the signal that ended the program, such as SIGTERM. */
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a stream ended. */
export type StreamEnd =
  | {
      readonly kind: 'exit';
      readonly code: number | undefined;
      readonly signal: string | undefined;
      /** The last 16 KiB of standard error. */
      readonly stderr: string;
    }
  /** The command could not be started, or the connection was lost while it ran (`disconnected`). */
  | { readonly kind: 'failed'; readonly error: TransportError; readonly stderr: string }
  /** kill() was called, or the signal of the options was aborted. */
  | { readonly kind: 'killed'; readonly stderr: string };

/** A command that runs, its standard output read while it is written. */
export interface Stream {
  /** Standard output, to be read once. Not reading it holds the command back: there is no unbounded buffer. */
  readonly stdout: AsyncIterable<Uint8Array>;
  /** Ends the command; `stdout` ends too. */
  kill(): void;
  /** Settles when the command has ended; never rejects. */
  readonly closed: Promise<StreamEnd>;
}

/**
 * What a session of the shared connection is for; decides who waits for whom. sshd allows few sessions at a time
 * (MaxSessions, 10 by default), so they are given in this order, and among equals in the order of asking:
 * - `command`: ends soon, and somebody may wait for it. Two sessions are kept free of everything else.
 * - `transfer`: one of the parallel shares of an upload. One session is kept free of tails.
 * - `tail`: may run for days. At most 7 of 10 sessions (`Sessions.tailLimit`).
 */
export type SessionUse = 'command' | 'transfer' | 'tail';

export interface StreamOptions {
  readonly cwd?: string | undefined;
  /** Standard input: all of it, or pieces that are sent as they come; it stays open until the last one. */
  readonly input?: string | Uint8Array | AsyncIterable<Uint8Array> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** `tail` when left out. */
  readonly use?: SessionUse | undefined;
  /**
   * For tails, when all sessions that may hold one do: `fail` (when left out) ends with reason `tooManyStreams`,
   * `wait` starts as soon as another tail ends. Commands and transfers always wait.
   */
  readonly whenFull?: 'fail' | 'wait' | undefined;
}

/** The sessions of the shared connection, now. Whoever follows many things plans with `tailLimit - tails`. */
export interface Sessions {
  /** Sessions at a time; lowered when the server refuses one. Infinity on this machine. */
  readonly limit: number;
  /** How many of them tails may hold, and how many they do. */
  readonly tailLimit: number;
  readonly tails: number;
  /** Sessions in use, tails among them, and callers that wait for one. */
  readonly used: number;
  readonly waiting: number;
}

/** The state of the shared connection; this machine is always `connected`. */
export type ConnectionState =
  /** Nothing has asked for it yet. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  /** It was lost, or could not be opened again; it is tried by itself at `nextTryAt` (milliseconds since 1970). */
  | { readonly kind: 'reconnecting'; readonly error: TransportError; readonly nextTryAt: number }
  /** It needs a person: nothing is tried until somebody calls connect(), or anything else. */
  | { readonly kind: 'failed'; readonly error: TransportError };

/** A file to put. Only regular files travel. */
export interface PutFile {
  readonly source: { readonly path: string } | { readonly bytes: Uint8Array };
  /** Absolute, or relative as `cwd` is. Its directory must exist. */
  readonly target: string;
  /** Permission bits, such as 0o644. */
  readonly mode: number;
}

export interface PutOptions {
  /** Bytes of all files sent so far, and to be sent. Called often. */
  readonly progress?: ((sentBytes: number, totalBytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Disposable {
  dispose(): void;
}

/** A way to run programs and move files on an access point. Everything rejects with TransportError only. */
export interface Transport extends Disposable {
  /** For people: "this machine", or user@host. */
  readonly name: string;
  readonly kind: 'local' | 'ssh';
  /** Now; onDidChangeState tells of changes. */
  readonly state: ConnectionState;
  /** Now. */
  readonly sessions: Sessions;
  /**
   * Connects where that is needed; else returns at once. Every other call does it by itself. While a lost connection
   * waits for its next try, the call brings that forward (not below a second after the last one) and shares its fate.
   */
  connect(): Promise<void>;
  /**
   * Runs a program to its end. An exit code that is not 0 is a result, not an error; except 127,
   * the shells' word for a program that is not there: TransportError `commandNotFound`.
   */
  exec(argv: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /** Runs a program whose output is read while it runs. Never throws: a failed start is told by `closed`. */
  stream(argv: readonly string[], options?: StreamOptions): Stream;
  /** Writes files, each whole or not at all: under a temporary name, then renamed. Stops at the first failure. */
  put(files: readonly PutFile[], options?: PutOptions): Promise<void>;
  /** Copies a regular file to this machine, whole or not at all. */
  get(
    remotePath: string,
    localPath: string,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<void>;
  /**
   * Tells each change of `state`. A connection that is lost goes to `reconnecting` and is opened again without being
   * asked: what ran in it has ended with `disconnected`, and whoever wants to go on starts again at `connected`.
   */
  onDidChangeState(listener: (state: ConnectionState) => void): Disposable;
}

export type TransportErrorReason =
  /** No such host, nothing listens there, or no route. */
  | 'unreachable'
  | 'timeout'
  | 'cancelled'
  /** The host is in no known_hosts file and nobody accepted its key. */
  | 'hostKeyUnknown'
  /** known_hosts has another key for the host. */
  | 'hostKeyChanged'
  /** known_hosts marks the host's key as @revoked. */
  | 'hostKeyRevoked'
  | 'authenticationFailed'
  /** A private key file that is missing, unreadable, no private key, or whose passphrase is wrong or not given. */
  | 'keyUnreadable'
  /** The connection was lost while something ran. */
  | 'disconnected'
  | 'commandNotFound'
  /** A local or remote file that could not be read or written. */
  | 'fileFailed'
  /** Every session that may hold a tail holds one. */
  | 'tooManyStreams'
  /** A setting that this version does not support, such as ProxyJump. */
  | 'unsupported'
  /** The server spoke no SSH, or broke its rules. */
  | 'protocol';

/** Says in `message`, for people, what was expected, what was found and what to do. */
export class TransportError extends Error {
  override readonly name = 'TransportError';

  constructor(
    readonly reason: TransportErrorReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
