import { firstError } from './dmtcp/generation.ts';
import type { Host } from './host/host.ts';
import { baseName, join } from './paths.ts';

/** DMTCP's log files of one start. */
export interface LogFiles {
  /** Absolute paths, oldest name first. */
  list(): readonly string[];
}

/** Log files that appear below DMTCP's temporary directory from now on. */
export function watchLogs(host: Host, temporary: string): LogFiles {
  // DMTCP_TMPDIR may be the sandbox itself, where the program has logs of its own.
  const all = (): readonly string[] => [
    ...logsIn(host, temporary).filter((path) => baseName(path).startsWith('dmtcp_')),
    ...subdirectories(host, temporary).flatMap((directory) => logsIn(host, directory)),
  ];
  const before = new Set(all());
  return { list: () => all().filter((path) => !before.has(path)) };
}

const logsIn = (host: Host, directory: string): readonly string[] =>
  host.files
    .list(directory)
    .filter((name) => /\.log$|^jassertlog\./.test(name))
    .map((name) => join(directory, name));

/** `dmtcp-USER@HOST`, where DMTCP keeps its files. */
const subdirectories = (host: Host, temporary: string): readonly string[] =>
  host.files
    .list(temporary)
    .filter((name) => name.startsWith('dmtcp-'))
    .map((name) => join(temporary, name))
    .filter((path) => host.files.status(path)?.kind === 'directory');

/** The first error that DMTCP logged, for messages and for telling its failures from the program's. */
export function findError(host: Host, logs: LogFiles): string | undefined {
  for (const path of logs.list()) {
    // One that asks while the coordinator ends complains, and says nothing of the program.
    if (baseName(path).startsWith('dmtcp_command.')) continue;
    const error = firstError(host.files.readEnd(path, 262_144));
    if (error !== undefined) return error;
  }
  return undefined;
}

/** Appends this start's log files to one file in the sandbox, which HTCondor brings back. */
export function gatherLogs(host: Host, logs: LogFiles, target: string): void {
  for (const path of logs.list()) {
    const text = withoutEnvironment(host.files.readEnd(path, 1_048_576));
    host.files.append(target, `==> ${baseName(path)} <==\n${text}${text.endsWith('\n') ? '' : '\n'}`);
  }
}

/** DMTCP 4 writes its whole environment, passwords and tokens included, at the top of each log; names are enough. */
export const withoutEnvironment = (log: string): string =>
  log.replace(/^( {4}[A-Za-z_][\w.]*=).+;$/gm, '$1...;');
