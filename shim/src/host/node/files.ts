import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { HostError, reasonOf, type Files, type FileStatus } from '../host.ts';

/** Runs a file system call; its failure becomes a HostError. */
function attempt<T>(what: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof Error) || !('errno' in error) || typeof error.errno !== 'number') throw error;
    throw new HostError(reasonOf(Math.abs(error.errno)), what, error.message);
  }
}

const kindOf = (stats: fs.Stats): FileStatus['kind'] => {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  return stats.isSymbolicLink() ? 'link' : 'other';
};

function status(path: string, options?: { readonly link: true }): FileStatus | undefined {
  const stats = attempt(`stat ${path}`, () =>
    (options?.link === true ? fs.lstatSync : fs.statSync)(path, { throwIfNoEntry: false }),
  );
  if (stats === undefined) return undefined;
  return {
    kind: kindOf(stats),
    size: stats.size,
    inode: stats.ino,
    modified: Math.floor(stats.mtimeMs),
    owner: stats.uid,
    mode: stats.mode & 0o7777,
  };
}

/** Calls `use` for each piece of a file. */
function eachBlock(path: string, use: (bytes: Buffer) => void): void {
  const fd = fs.openSync(path, 'r');
  const block = Buffer.alloc(1 << 16);
  try {
    for (let got = fs.readSync(fd, block); got > 0; got = fs.readSync(fd, block)) use(block.subarray(0, got));
  } finally {
    fs.closeSync(fd);
  }
}

function readPart(path: string, start: number, size: number): Buffer {
  const fd = fs.openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(size);
    return bytes.subarray(0, fs.readSync(fd, bytes, 0, size, start));
  } finally {
    fs.closeSync(fd);
  }
}

function writeSafely(path: string, text: string): void {
  const temporary = `${path}.new`;
  const fd = fs.openSync(temporary, 'w', 0o644);
  try {
    fs.writeSync(fd, text);
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
  fs.renameSync(temporary, path);
}

/** Files over Node's fs. */
export const nodeFiles: Files = {
  status,
  list: (directory) => attempt(`list ${directory}`, () => fs.readdirSync(directory).sort()),
  read: (path) => {
    if (status(path) === undefined) return undefined;
    return attempt(`read ${path}`, () => fs.readFileSync(path, 'utf8'));
  },
  readStart: (path, size) => attempt(`read ${path}`, () => readPart(path, 0, size)),
  readEnd: (path, size) =>
    attempt(`read ${path}`, () => {
      const total = fs.statSync(path).size;
      return readPart(path, Math.max(0, total - size), Math.min(size, total)).toString('utf8');
    }),
  append: (path, text) => attempt(`write ${path}`, () => fs.appendFileSync(path, text, { mode: 0o644 })),
  writeBytes: (path, bytes, mode) => attempt(`write ${path}`, () => fs.writeFileSync(path, bytes, { mode })),
  freeBytes: (directory) =>
    attempt(`statfs ${directory}`, () => {
      const { bavail, bsize } = fs.statfsSync(directory);
      return bavail * bsize;
    }),
  writeSafely: (path, text) => attempt(`write ${path}`, () => writeSafely(path, text)),
  copy: (from, to, mode) =>
    attempt(`copy ${from}`, () => {
      fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL);
      fs.chmodSync(to, mode);
    }),
  copyToStandard: (from, to) =>
    attempt(`copy ${from}`, () =>
      eachBlock(from, (bytes) => void fs.writeSync(to === 'stdout' ? 1 : 2, bytes)),
    ),
  makeDirectory: (path, mode) => {
    attempt(`mkdir ${path}`, () => fs.mkdirSync(path, { mode }));
  },
  remove: (path) =>
    attempt(`remove ${path}`, () => {
      if (fs.lstatSync(path).isDirectory()) fs.rmdirSync(path);
      else fs.unlinkSync(path);
    }),
  link: (target, path) => attempt(`link ${path}`, () => fs.symlinkSync(target, path)),
  hardLink: (from, to) => attempt(`link ${from}`, () => fs.linkSync(from, to)),
  rename: (from, to) => attempt(`rename ${from}`, () => fs.renameSync(from, to)),
  readLink: (path) => {
    try {
      return fs.readlinkSync(path);
    } catch (error) {
      if (error instanceof Error && 'errno' in error) return undefined;
      throw error;
    }
  },
  truncate: (path, size) => attempt(`truncate ${path}`, () => fs.truncateSync(path, size)),
  touch: (path) =>
    attempt(`touch ${path}`, () => {
      const now = new Date();
      fs.utimesSync(path, now, now);
    }),
  sha256: (path) =>
    attempt(`read ${path}`, () => {
      const hash = createHash('sha256');
      eachBlock(path, (bytes) => hash.update(bytes));
      return hash.digest('hex');
    }),
};
