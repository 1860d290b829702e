/** The parts of QuickJS's std and os modules that the shim uses, and its own C module (shim/native/native.c). */
declare module 'std' {
  interface File {
    puts(text: string): void;
    flush(): void;
  }
  const out: File;
  const err: File;
  function exit(code: number): never;
  function getenviron(): Record<string, string>;
  function strerror(errno: number): string;
}

/** Calls return a negative errno on failure, or a pair [value, errno]. */
declare module 'os' {
  interface Status {
    readonly mode: number;
    readonly size: number;
    readonly ino: number;
    readonly uid: number;
    /** Milliseconds since 1970. */
    readonly mtime: number;
  }
  const O_RDONLY: number;
  const O_WRONLY: number;
  const O_RDWR: number;
  const O_APPEND: number;
  const O_CREAT: number;
  const O_TRUNC: number;
  const O_EXCL: number;
  const WNOHANG: number;
  const S_IFMT: number;
  const S_IFREG: number;
  const S_IFDIR: number;
  const S_IFLNK: number;
  function open(path: string, flags: number, mode?: number): number;
  function close(fd: number): number;
  function seek(fd: number, offset: number, whence: number): number;
  function read(fd: number, buffer: ArrayBuffer, offset: number, length: number): number;
  function write(fd: number, buffer: ArrayBuffer, offset: number, length: number): number;
  function remove(path: string): number;
  function rename(from: string, to: string): number;
  function mkdir(path: string, mode?: number): number;
  function readdir(path: string): [string[], number];
  function stat(path: string): [Status, number];
  function lstat(path: string): [Status, number];
  function utimes(path: string, access: number, modified: number): number;
  function symlink(target: string, path: string): number;
  function readlink(path: string): [string, number];
  function realpath(path: string): [string, number];
  function getcwd(): [string, number];
  function getpid(): number;
  function kill(pid: number, signal: number): number;
  function waitpid(pid: number, options: number): [number, number];
  function setReadHandler(fd: number, handler: (() => void) | null): void;
  function setTimeout(handler: () => void, milliseconds: number): unknown;
}

declare module 'native' {
  function args(): string[];
  /** [uid, uname -m, uname -n] */
  function identity(): [number, string, string];
  function signals(): number;
  function nextSignal(fd: number): number;
  function spawn(
    command: readonly string[],
    ownFrom: number,
    changes: readonly string[],
    standard: readonly [number, number, number],
    session: boolean,
    directory: string,
  ): number;
  function sha256(path: string): string | number;
  function truncate(path: string, size: number): number;
  function sync(path: string): number;
  function freeBytes(path: string): number;
  function link(from: string, to: string): number;
}
