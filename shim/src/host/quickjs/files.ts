import * as native from 'native';
import * as os from 'os';
import * as std from 'std';
import { HostError, reasonOf, type Files, type FileStatus } from '../host.ts';
import { decode, encode } from './text.ts';

/** Throws when a call returned a negative errno; else returns its result. */
export function check(result: number, what: string): number {
  if (result < 0) throw new HostError(reasonOf(-result), what, std.strerror(-result));
  return result;
}

function writeAll(fd: number, bytes: Uint8Array, what: string): void {
  for (let done = 0; done < bytes.length;) {
    done += check(
      os.write(fd, bytes.buffer as ArrayBuffer, bytes.byteOffset + done, bytes.length - done),
      what,
    );
  }
}

function withOpen<T>(path: string, flags: number, mode: number, use: (fd: number) => T): T {
  const fd = check(os.open(path, flags, mode), `open ${path}`);
  try {
    return use(fd);
  } finally {
    os.close(fd);
  }
}

/** Copies everything from one descriptor to another. */
function pour(from: number, to: number, what: string): void {
  const block = new Uint8Array(65536);
  for (;;) {
    const got = check(os.read(from, block.buffer, 0, block.length), what);
    if (got === 0) return;
    writeAll(to, block.subarray(0, got), what);
  }
}

/** For files of unknown size, such as those of /proc. */
function readAll(fd: number, path: string): Uint8Array {
  let bytes = new Uint8Array(16384);
  for (let length = 0; ;) {
    if (length === bytes.length) {
      const larger = new Uint8Array(2 * length);
      larger.set(bytes);
      bytes = larger;
    }
    const got = check(os.read(fd, bytes.buffer, length, bytes.length - length), `read ${path}`);
    if (got === 0) return bytes.subarray(0, length);
    length += got;
  }
}

function readBytes(path: string, start: number, size: number): Uint8Array {
  return withOpen(path, os.O_RDONLY, 0, (fd) => {
    const bytes = new Uint8Array(size);
    os.seek(fd, start, 0);
    let length = 0;
    while (length < size) {
      const got = check(os.read(fd, bytes.buffer, length, size - length), `read ${path}`);
      if (got === 0) break;
      length += got;
    }
    return bytes.subarray(0, length);
  });
}

const kindOf = (mode: number): FileStatus['kind'] => {
  switch (mode & os.S_IFMT) {
    case os.S_IFREG:
      return 'file';
    case os.S_IFDIR:
      return 'directory';
    case os.S_IFLNK:
      return 'link';
    default:
      return 'other';
  }
};

const status: Files['status'] = (path, options) => {
  const [value, errno] = options?.link === true ? os.lstat(path) : os.stat(path);
  if (errno !== 0) {
    const reason = reasonOf(errno);
    if (reason === 'missing') return undefined;
    throw new HostError(reason, `stat ${path}`, std.strerror(errno));
  }
  return {
    kind: kindOf(value.mode),
    size: value.size,
    inode: value.ino,
    modified: value.mtime,
    owner: value.uid,
    mode: value.mode & 0o7777,
  };
};

/** Files over QuickJS's os module and the C module. */
export const quickjsFiles: Files = {
  status,
  list: (directory) => {
    const [names, errno] = os.readdir(directory);
    check(-errno, `list ${directory}`);
    return names.filter((name) => name !== '.' && name !== '..').sort();
  },
  read: (path) => {
    if (status(path) === undefined) return undefined;
    return decode(withOpen(path, os.O_RDONLY, 0, (fd) => readAll(fd, path)));
  },
  readStart: (path, size) => readBytes(path, 0, size),
  readEnd: (path, size) => {
    const total = status(path)?.size ?? 0;
    return decode(readBytes(path, Math.max(0, total - size), Math.min(size, total)));
  },
  append: (path, text) => {
    withOpen(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644, (fd) =>
      writeAll(fd, encode(text), `write ${path}`),
    );
  },
  writeBytes: (path, bytes, mode) => {
    withOpen(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode, (fd) => writeAll(fd, bytes, `write ${path}`));
  },
  freeBytes: (directory) => {
    const free = native.freeBytes(directory);
    return free < 0 ? undefined : free;
  },
  writeSafely: (path, text) => {
    const temporary = `${path}.new`;
    withOpen(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644, (fd) =>
      writeAll(fd, encode(text), `write ${path}`),
    );
    check(native.sync(temporary), `sync ${path}`);
    check(os.rename(temporary, path), `rename ${temporary}`);
  },
  copy: (from, to, mode) =>
    withOpen(from, os.O_RDONLY, 0, (input) =>
      withOpen(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode, (output) =>
        pour(input, output, `copy ${from}`),
      ),
    ),
  copyToStandard: (from, to) =>
    withOpen(from, os.O_RDONLY, 0, (input) => pour(input, to === 'stdout' ? 1 : 2, `copy ${from}`)),
  makeDirectory: (path, mode) => void check(os.mkdir(path, mode), `mkdir ${path}`),
  remove: (path) => void check(os.remove(path), `remove ${path}`),
  link: (target, path) => void check(os.symlink(target, path), `link ${path}`),
  hardLink: (from, to) => void check(native.link(from, to), `link ${from}`),
  rename: (from, to) => void check(os.rename(from, to), `rename ${from}`),
  readLink: (path) => {
    const [target, errno] = os.readlink(path);
    return errno === 0 ? target : undefined;
  },
  truncate: (path, size) => void check(native.truncate(path, size), `truncate ${path}`),
  touch: (path) => {
    const now = Date.now();
    check(os.utimes(path, now, now), `touch ${path}`);
  },
  sha256: (path) => {
    const sum = native.sha256(path);
    if (typeof sum === 'string') return sum;
    throw new HostError(reasonOf(-sum), `read ${path}`, std.strerror(-sum));
  },
};
