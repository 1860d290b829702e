/** Which files of a job are followed, and what each of them is. */
import { fileNames, type StartEvent } from '../../../shim/src/protocol.ts';
import type { Job } from '../condor/job.ts';
import { formatJobId, type JobId } from '../condor/job.ts';
import type { FileKind, FollowedFile } from './events.ts';
import { bytesOf, type FileSet } from './followScript.ts';

/** What is known of a job's files: its id, and from its shim the last start. */
export interface JobFiles {
  readonly id: JobId;
  readonly start: StartEvent | undefined;
}

const literal = (name: string): FileSet => ({ directory: '', names: { kind: 'literal', name } });
const pattern = (directory: string, text: string): FileSet => ({
  directory,
  names: { kind: 'pattern', pattern: text },
});

/** DMTCP's logs of all generations below a directory of its own. */
const dmtcpLogs = (directory: string): readonly FileSet[] =>
  ['*.log', '*/*.log', 'jassertlog.*', '*/jassertlog.*'].map((text) => pattern(directory, text));

/** Files of a running job, in its sandbox and where DMTCP writes its logs. */
export function sandboxFiles({ id, start }: JobFiles): readonly FileSet[] {
  const named = [start?.log, start?.stdout, start?.stderr].filter((name) => name !== undefined);
  return [
    literal(fileNames.events(formatJobId(id))),
    ...named.map((name) => literal(plainName(name))),
    literal('_condor_stdout'),
    literal('_condor_stderr'),
    ...['jassertlog.*', 'dmtcp-*@*/*.log', 'dmtcp-*@*/jassertlog.*'].map((text) => pattern('', text)),
    ...(start?.dmtcpLogDirectory === undefined ? [] : dmtcpLogs(start.dmtcpLogDirectory)),
  ];
}

/** Files that an ended job left on the access point: where each is, and the path that it had in the sandbox. */
export function returnedFiles(
  { id, start }: JobFiles,
  job: Job,
): readonly { readonly place: string; readonly path: string }[] {
  const at = (name: string): string => (name.startsWith('/') ? name : `${job.initialDirectory}/${name}`);
  const name = formatJobId(id);
  // Names in the sandbox with directories in them come back without these.
  const flat = (path: string): string => path.split('/').at(-1) ?? path;
  const written = [start?.log, start?.stdout, start?.stderr]
    .filter((one) => one !== undefined)
    .map(plainName);
  return [
    { place: at(fileNames.events(name)), path: fileNames.events(name) },
    ...written.map((path) => ({ place: at(flat(path)), path })),
    ...(job.output === undefined ? [] : [{ place: at(job.output), path: '_condor_stdout' }]),
    ...(job.error === undefined ? [] : [{ place: at(job.error), path: '_condor_stderr' }]),
  ];
}

/** What a followed file is. `path` as frames have it. */
export function followedFile({ id, start }: JobFiles, path: string): FollowedFile {
  const name = Buffer.from(path, 'latin1').toString('utf8');
  return { key: Buffer.from(path, 'latin1').toString('base64'), name, kind: kindOf({ id, start }, name) };
}

function kindOf({ id, start }: JobFiles, name: string): FileKind {
  const is = (given: string | undefined): boolean => given !== undefined && plainName(given) === name;
  if (name === fileNames.events(formatJobId(id))) return 'shimEvents';
  if (is(start?.log)) return 'shimLog';
  if (is(start?.stdout) || name === '_condor_stdout') return 'output';
  if (is(start?.stderr) || name === '_condor_stderr') return 'error';
  const last = name.split('/').at(-1) ?? name;
  if (last.includes('coordinator')) return 'coordinator';
  if (name.startsWith('/') || last.startsWith('jassertlog.') || /^dmtcp[^/]*\//.test(name)) return 'dmtcp';
  return name === fileNames.dmtcpLog(formatJobId(id)) ? 'dmtcp' : 'other';
}

/** "./foo.out" and "foo.out" are one file. */
const plainName = (name: string): string => name.replace(/^(\.\/+)+/, '');

/** Whether a path lies outside the sandbox: what is there does not move with the job. */
export const isOutside = (path: string): boolean => path.startsWith('/');

/** A path as frames have it, for a name from elsewhere. */
export const framePath = bytesOf;
