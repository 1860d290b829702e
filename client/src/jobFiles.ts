import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { FileReference, SubmitDescription } from '../../server/src/protocol.ts';
import { UserError } from './userError.ts';

/** Most files that one submit directory may send; more is a mistake in the submit file. */
const maxFiles = 20_000;

/**
 * Names (relative to `directory`, with `/`) of the files that a job needs on the access point: the submit file, the
 * executable, its inputs, directories with all that is in them. Absolute names and URLs are the access point's own.
 * Throws UserError for a file that is not there, or lies outside.
 */
export async function jobFiles(
  directory: string,
  submitFile: string,
  description: SubmitDescription,
  platform: NodeJS.Platform = process.platform,
): Promise<readonly string[]> {
  const wanted: readonly FileReference[] = [
    ...(description.executable === undefined ? [] : [description.executable]),
    ...description.transferInput,
    ...(description.input === undefined ? [] : [description.input]),
    ...description.included,
  ];
  const names = new Set([submitFile]);
  for (const reference of wanted) {
    if (path.posix.isAbsolute(reference.path) || isUrl(reference.path) || reference.path === '') continue;
    // Here it would name a file of a directory; on the access point it is part of a name.
    if (platform === 'win32' && reference.path.includes('\\')) {
      throw new UserError(
        `Line ${reference.range.start.line + 1}: ${reference.path} has backslashes: expected a name with "/" between directories, as the access point has it. Write ${reference.path.replaceAll('\\', '/')}.`,
      );
    }
    for (const name of await expand(directory, reference)) names.add(name);
  }
  if (names.size > maxFiles) {
    throw new UserError(
      `This job would upload ${names.size} files, more than ${maxFiles}. Pack directories that it needs into an archive, or put them on the access point and name them absolutely.`,
    );
  }
  return [...names];
}

async function expand(directory: string, reference: FileReference): Promise<readonly string[]> {
  const name = path.posix.normalize(reference.path).replace(/\/$/, '');
  if (name === '..' || name.startsWith('../')) {
    throw new UserError(
      `Line ${reference.range.start.line + 1}: ${reference.path} lies outside the submit directory, which is what is uploaded. Put it beside the submit file, or name it absolutely if it is on the access point already.`,
    );
  }
  if (name.includes('$(')) return matching(directory, name);
  const found = await lstat(path.join(directory, name)).catch(() => undefined);
  if (found?.isDirectory() === true) {
    const entries = await readdir(path.join(directory, name), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        path.relative(directory, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
      );
  }
  if (found !== undefined) return [name];
  throw new UserError(
    `Line ${reference.range.start.line + 1}: ${reference.path} was expected beside the submit file, in ${directory}, and is not there. Create it, correct its name, or take it out of the submit file.`,
  );
}

/** Files for a name that has $(Process) or another macro of the job in it. */
async function matching(directory: string, name: string): Promise<readonly string[]> {
  const pattern = name
    .split(/(\$\([^)]*\))/)
    .map((part, i) => (i % 2 === 1 ? '[^/]*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  const parent = path.posix.dirname(name);
  if (parent.includes('$(')) return [];
  const entries = await readdir(path.join(directory, parent)).catch(() => []);
  const whole = new RegExp(`^${pattern}$`);
  return entries.map((entry) => path.posix.join(parent, entry)).filter((entry) => whole.test(entry));
}

const isUrl = (name: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(name);
