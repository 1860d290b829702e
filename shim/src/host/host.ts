/**
 * Everything that the shim asks of the operating system. One adapter per runtime implements it: host/quickjs for the
 * static executable, host/node for Node. Only they touch the system; the rest of the shim is plain logic over this.
 */

export type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGKILL';

/** How a process ended. */
export type Ending =
  { readonly kind: 'code'; readonly code: number } | { readonly kind: 'signal'; readonly signal: number };

/** Where a standard stream of a new process comes from or goes to. */
export type Stream =
  | { readonly kind: 'null' }
  | { readonly kind: 'inherit' }
  /** Created when missing, written at its end. */
  | { readonly kind: 'append'; readonly path: string }
  /** Read from byte `offset` on. */
  | { readonly kind: 'read'; readonly path: string; readonly offset: number };

export interface SpawnOptions {
  /** Program (searched in PATH when it has no slash) and its arguments. */
  readonly command: readonly string[];
  /** The shim's own arguments from this index on follow `command`, byte by byte. */
  readonly ownArgumentsFrom?: number;
  /** Working directory; the shim's own when left out. */
  readonly directory?: string;
  /** Changes to the shim's own environment; undefined removes. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly stdin: Stream;
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** A session of its own: signals to the shim's group do not reach it. */
  readonly session: boolean;
}

/** A started process. Default signals, no inherited descriptors but the three. */
export interface Child {
  readonly pid: number;
  readonly ended: Promise<Ending>;
  /** Bytes of its standard input that are read so far, where that is a file; the process shares the offset. */
  inputOffset(): number;
  /** Lets go of the descriptors that the shim holds for it. */
  release(): void;
}

export interface FileStatus {
  readonly kind: 'file' | 'directory' | 'link' | 'other';
  /** Bytes. */
  readonly size: number;
  readonly inode: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly owner: number;
  /** Permission bits. */
  readonly mode: number;
}

/** Files. Relative paths are relative to the sandbox. Failures throw HostError. */
export interface Files {
  /** undefined when there is nothing of that name; links are followed unless `link` is set. */
  status(path: string, options?: { readonly link: true }): FileStatus | undefined;
  /** Names in a directory, without . and .., sorted. */
  list(directory: string): readonly string[];
  /** UTF-8; undefined when there is no such file. */
  read(path: string): string | undefined;
  /** At most `size` bytes from the start; fewer when the file is shorter. */
  readStart(path: string, size: number): Uint8Array;
  /** At most `size` bytes at the end of a text file. */
  readEnd(path: string, size: number): string;
  append(path: string, text: string): void;
  /** Replaces the file. */
  writeBytes(path: string, bytes: Uint8Array, mode: number): void;
  /** Bytes that this user can still write in a directory's file system; undefined when it cannot be told. */
  freeBytes(directory: string): number | undefined;
  /** Complete on the disk under its name, or not at all. */
  writeSafely(path: string, text: string): void;
  copy(from: string, to: string, mode: number): void;
  /** Copies a file's bytes to the shim's own standard output or error. */
  copyToStandard(from: string, to: 'stdout' | 'stderr'): void;
  makeDirectory(path: string, mode: number): void;
  /** A file, a link, or an empty directory. */
  remove(path: string): void;
  /** A symbolic link. */
  link(target: string, path: string): void;
  /** Another name for the same file. */
  hardLink(from: string, to: string): void;
  /** Replaces what has the new name. */
  rename(from: string, to: string): void;
  /** undefined when it is no symbolic link. */
  readLink(path: string): string | undefined;
  truncate(path: string, size: number): void;
  /** Sets the time of modification to now. */
  touch(path: string): void;
  /** Lower-case hexadecimal. */
  sha256(path: string): string;
}

export interface Host {
  /** The command line after the program's name; index 0 here is `ownArgumentsFrom: 0`. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly uid: number;
  /** As `uname -m` and `uname -n` print them. */
  readonly machine: string;
  readonly hostName: string;
  readonly pid: number;
  readonly files: Files;
  /** The working directory, absolute, links resolved. */
  currentDirectory(): string;
  /** Milliseconds since 1970. */
  now(): number;
  after(milliseconds: number): Promise<void>;
  /** Called for every SIGINT and SIGTERM, also for those that came before this call. At most one listener. */
  onSignal(listener: (signal: 'SIGINT' | 'SIGTERM') => void): void;
  /** Throws HostError with the reason when the program cannot be started. */
  spawn(options: SpawnOptions): Child;
  /** Negative pids are process groups. False when there is no such process. */
  kill(pid: number, signal: SignalName): boolean;
  /** Text for the person at the terminal (usage, errors before there is a log). */
  print(to: 'stdout' | 'stderr', text: string): void;
}

export type HostReason =
  'missing' | 'denied' | 'exists' | 'no space' | 'not executable' | 'no process' | 'other';

/** A system call that failed. */
export class HostError extends Error {
  /** @param what the call and its object, such as "open foo.txt" */
  constructor(
    readonly reason: HostReason,
    readonly what: string,
    readonly detail: string,
  ) {
    super(`${what}: ${detail}`);
    this.name = 'HostError';
  }
}

/** Linux error numbers that the shim tells apart. */
export const reasonOf = (errno: number): HostReason => {
  switch (errno) {
    case 2:
    case 20:
      return 'missing';
    case 1:
    case 13:
    case 30:
      return 'denied';
    case 17:
      return 'exists';
    case 28:
    case 122:
      return 'no space';
    case 3:
      return 'no process';
    case 8:
      return 'not executable';
    default:
      return 'other';
  }
};
