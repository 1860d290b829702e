import type { Host } from './host/host.ts';
import { HostError } from './host/host.ts';
import { libraryNames, programNames, type Installation } from './installation.ts';
import { baseName, join } from './paths.ts';

/** DMTCP ready to run, at paths that stay the same in every sandbox of the job. */
export interface Layout {
  /** Directory of the shim's own temporary things; removed at the end. */
  readonly directory: string;
  /** Link in it to the sandbox; undefined when the sandbox itself had to serve. */
  readonly sandboxLink?: string;
  readonly bin: string;
  readonly libraries: string;
  /** Base directory of DMTCP's log files, absolute. */
  readonly temporary: string;
  /** Where DMTCP writes images, and the same directory on the sandbox's side of mounts, where links can be made. */
  readonly images: { readonly work: string; readonly view: string };
  /** Changes to the environment of the program and of DMTCP's tools. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface LayoutOptions {
  readonly job: string;
  readonly sandbox: string;
  readonly installation: Installation;
  /** Where an earlier start had it; images remember the path. */
  readonly before: string | undefined;
  readonly say: (text: string) => void;
}

/**
 * Lays DMTCP out below /tmp/shim_dmtcp-UID-JOB, which is private to the job where /tmp is and owned by nobody else
 * where it is not, because restored processes keep paths and environment of their first start: whatever they run
 * later must still be found there (measured: jobs die of a missing libatomic.so.1 otherwise).
 */
export function layOut(host: Host, options: LayoutOptions): Layout {
  const directory = chooseDirectory(host, options);
  const outside = directory !== join(options.sandbox, fallbackName);
  const sandboxLink = outside ? join(directory, 'sandbox') : undefined;
  if (sandboxLink !== undefined) host.files.link(options.sandbox, sandboxLink);
  const staged = stage(host, directory, options.installation);
  const temporary = temporaryDirectory(host, directory, options.sandbox);
  const shipped = options.installation.kind === 'shipped';
  const searched = [staged.libraries, host.environment['LD_LIBRARY_PATH'] ?? ''].filter(
    (path) => path !== '',
  );
  return {
    directory,
    temporary,
    images: imageDirectory(host, directory, options.sandbox),
    ...staged,
    ...(sandboxLink === undefined ? {} : { sandboxLink }),
    environment: {
      ...(sandboxLink === undefined ? {} : rewritten(host.environment, options.sandbox, sandboxLink)),
      ...(shipped ? { LD_LIBRARY_PATH: searched.join(':') } : {}),
      DMTCP_TMPDIR: temporary,
      // DMTCP's own messages would mix with the program's standard error, and get lost where that is a pipe.
      ...(host.environment['JALIB_STDERR_PATH'] === undefined
        ? { JALIB_STDERR_PATH: join(temporary, messagesName) }
        : {}),
    },
  };
}

/**
 * In the job's private /tmp, which HTCondor makes from the sandbox's tmp/, the real path is the same on every start. In
 * a /tmp for all, images that a killed shim left behind would fill a stranger's disk: there they stay in the sandbox.
 */
function imageDirectory(host: Host, directory: string, sandbox: string): Layout['images'] {
  const behind = join(sandbox, `tmp/${baseName(directory)}`);
  const inode = host.files.status(directory)?.inode;
  const isPrivate = inode !== undefined && host.files.status(behind)?.inode === inode;
  const work = isPrivate ? join(directory, 'images') : join(sandbox, `${fallbackName}/images`);
  if (!isPrivate && directory !== join(sandbox, fallbackName)) {
    if (host.files.status(join(sandbox, fallbackName), { link: true }) !== undefined) {
      removeTree(host, join(sandbox, fallbackName));
    }
    host.files.makeDirectory(join(sandbox, fallbackName), 0o700);
  }
  host.files.makeDirectory(work, 0o700);
  return { work, view: isPrivate ? join(behind, 'images') : work };
}

/** Removes all that was laid out. */
export function removeLayout(host: Host, { directory, images }: Layout): void {
  removeTree(host, directory);
  const fallback = images.work.slice(0, images.work.lastIndexOf('/'));
  if (fallback !== directory) removeTree(host, fallback);
}

const fallbackName = '.shim_dmtcp';
/** File in the directory of DMTCP's logs with what its tools would have written to standard error. */
export const messagesName = 'dmtcp_messages.log';

function chooseDirectory(host: Host, { job, sandbox, before, say }: LayoutOptions): string {
  const wanted =
    before?.startsWith('/tmp/shim_dmtcp-') === true
      ? before
      : `/tmp/shim_dmtcp-${host.uid}-${uniqueJob(host, job)}`;
  try {
    prepare(host, wanted);
    return wanted;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    const directory = join(sandbox, fallbackName);
    say(
      `cannot use ${wanted} (${error.message}); DMTCP is laid out in the sandbox instead: programs that a restarted job starts may miss libraries`,
    );
    if (host.files.status(directory, { link: true }) !== undefined) removeTree(host, directory);
    host.files.makeDirectory(directory, 0o700);
    return directory;
  }
}

/** Outside HTCondor many jobs are "0.0"; there the first start's process id keeps them apart. */
const uniqueJob = (host: Host, job: string): string => (job === '0.0' ? `${job}-${host.pid}` : job);

/** An empty directory of that name, ours and closed to others. */
function prepare(host: Host, directory: string): void {
  const status = host.files.status(directory, { link: true });
  if (status !== undefined) {
    const ours = status.kind === 'directory' && status.owner === host.uid && (status.mode & 0o077) === 0;
    if (!ours)
      throw new HostError('exists', directory, 'it exists and is not a private directory of this user');
    const owner = host.files.read(join(directory, ownerName)) ?? '';
    if (owner !== '' && owner === identityOf(host, Number.parseInt(owner))) {
      throw new HostError('exists', directory, `another shim is using it, process ${owner}`);
    }
    removeTree(host, directory);
  }
  host.files.makeDirectory(directory, 0o700);
  host.files.append(join(directory, ownerName), identityOf(host, host.pid));
}

const ownerName = 'owner';

/** Process id and start time, which together no other process ever has; empty when it is gone. */
function identityOf(host: Host, pid: number): string {
  const stat =
    host.files.status(`/proc/${pid}/stat`) === undefined ? undefined : host.files.read(`/proc/${pid}/stat`);
  // Field 22; the program's name, field 2, may contain anything but ends with the last parenthesis.
  const started = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return started === undefined ? '' : `${pid} ${started}`;
}

function stage(
  host: Host,
  directory: string,
  { kind, bin, libraries }: Installation,
): { bin: string; libraries: string } {
  if (kind === 'installed') return { bin, libraries };
  const to = { bin: join(directory, 'bin'), libraries: join(directory, 'lib/dmtcp') };
  for (const path of [to.bin, join(directory, 'lib'), to.libraries]) host.files.makeDirectory(path, 0o700);
  for (const name of programNames(host, bin)) host.files.copy(join(bin, name), join(to.bin, name), 0o755);
  const names = libraryNames(host, libraries);
  // 1.x looks for its libraries beside its programs first.
  const places = names.includes('dmtcphijack.so') ? [to.libraries, to.bin] : [to.libraries];
  for (const place of places)
    for (const name of names) host.files.copy(join(libraries, name), join(place, name), 0o755);
  return to;
}

function temporaryDirectory(host: Host, directory: string, sandbox: string): string {
  const given = host.environment['DMTCP_TMPDIR'];
  const path =
    given === undefined ? join(directory, 'tmp') : join(sandbox, given.replace(/^(\.\/)+|^\.$/, ''));
  if (host.files.status(path) === undefined) host.files.makeDirectory(path, 0o700);
  return path.replace(/(.)\/+$/, '$1');
}

/** Variables whose value begins with the sandbox's path, pointing at the link instead. */
function rewritten(
  environment: Readonly<Record<string, string>>,
  sandbox: string,
  link: string,
): Record<string, string> {
  const changed = Object.entries(environment).flatMap(([name, value]) =>
    value === sandbox || value.startsWith(`${sandbox}/`) ? [[name, link + value.slice(sandbox.length)]] : [],
  );
  return Object.fromEntries(changed) as Record<string, string>;
}

/** Removes a directory and all below it; links are removed, not followed. */
export function removeTree(host: Host, path: string): void {
  if (host.files.status(path, { link: true })?.kind === 'directory') {
    for (const name of host.files.list(path)) removeTree(host, join(path, name));
  }
  host.files.remove(path);
}
