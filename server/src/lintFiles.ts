import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { filesBelow, noFiles } from './files.ts';
import { checkText } from './rules/check.ts';
import type { Version } from './submit/index.ts';
import { newestVersion, parseVersion } from './submit/index.ts';

const usage = `Usage: condor-submit-lint [--json] [--htcondor VERSION] [--no-files] FILE...|-
Checks HTCondor submit files as condor_submit would, without submitting or running anything.
  --json               one JSON array of all findings on standard output
  --htcondor VERSION   the release whose rules apply, 23.9 for example (default: ${newestVersion.major}.${newestVersion.minor})
  --no-files           do not look at other files
  -                    read the submit file from standard input
Exit status: 0 no errors, 1 errors, 2 the check could not run.
`;

/** One finding as --json prints it: lines and columns from 1, columns in UTF-16 units, the end exclusive. */
export interface LintEntry {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: string;
  readonly code: string;
  readonly message: string;
}

interface LintOptions {
  readonly json: boolean;
  readonly files: boolean;
  readonly version: Version;
  readonly names: readonly string[];
}

/** Reads the command line; a string says what is wrong with it. */
export const parseCommandLine = (
  args: readonly string[],
): LintOptions | 'help' | { readonly wrong: string } => {
  let json = false;
  let files = true;
  let version = newestVersion;
  const names: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i] ?? '';
    if (word === '--help' || word === '-h') return 'help';
    if (word === '--json') json = true;
    else if (word === '--no-files') files = false;
    else if (word === '--htcondor' || word.startsWith('--htcondor=')) {
      const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : args[++i];
      const parsed = value === undefined ? undefined : parseVersion(value);
      if (parsed === undefined)
        return { wrong: `--htcondor needs a version such as 25.14, found '${value ?? ''}'` };
      version = parsed;
    } else if (word === '--') {
      names.push(...args.slice(i + 1));
      break;
    } else if (word.startsWith('-') && word !== '-') return { wrong: `unknown option '${word}'` };
    else names.push(word);
  }
  return names.length === 0 ? { wrong: 'no file given' } : { json, files, version, names };
};

/** Checks one text; `directory` is what relative names in it start from, undefined when no file is to be looked at. */
export const lintText = (
  file: string,
  text: string,
  version: Version,
  directory: string | undefined,
): readonly LintEntry[] => {
  const access = directory === undefined ? noFiles : filesBelow(directory, [path.parse(directory).root]);
  const document = TextDocument.create('', '', 0, text);
  return checkText(text, { version, ...access }).map(({ start, end, severity, code, message }) => {
    const from = document.positionAt(start);
    const to = document.positionAt(end);
    return {
      file,
      line: from.line + 1,
      column: from.character + 1,
      endLine: to.line + 1,
      endColumn: to.character + 1,
      severity,
      code,
      message,
    };
  });
};

/** What to write and how to exit. */
export interface LintResult {
  /** In pieces: all findings of a large file do not fit into one string. */
  readonly stdout: readonly string[];
  readonly stderr: string;
  readonly status: 0 | 1 | 2;
}

/** The whole program but for its input and output. `read` is as readInput. */
export const lint = (args: readonly string[], read: typeof readInput): LintResult => {
  const options = parseCommandLine(args);
  if (options === 'help') return { stdout: [usage], stderr: '', status: 0 };
  if ('wrong' in options)
    return { stdout: [], stderr: `condor-submit-lint: ${options.wrong}\n${usage}`, status: 2 };
  const entries: LintEntry[] = [];
  let stderr = '';
  for (const name of options.names) {
    const input = textOf(name, read);
    if ('reason' in input) {
      stderr += `condor-submit-lint: cannot check ${name}: ${input.reason}\n`;
      continue;
    }
    const directory = options.files ? path.resolve(name === '-' ? '.' : path.dirname(name)) : undefined;
    for (const entry of lintText(name, input.text, options.version, directory)) entries.push(entry);
  }
  const failed = entries.some((entry) => entry.severity === 'error');
  const stdout = options.json ? jsonOf(entries) : entries.map(lineOf);
  return { stdout, stderr, status: stderr !== '' ? 2 : failed ? 1 : 0 };
};

/** Bytes of a submit file at most; condor_submit has no limit, but nobody writes so many. */
const sizeLimit = 32 * 1024 * 1024;
/** Where something else than text shows. */
const headSize = 4096;

const textOf = (
  name: string,
  read: typeof readInput,
): { readonly text: string } | { readonly reason: string } => {
  let bytes: Buffer | number;
  try {
    bytes = read(name);
  } catch (thrown) {
    return { reason: reasonOf(thrown) };
  }
  const size = typeof bytes === 'number' ? bytes : bytes.length;
  if (typeof bytes === 'number' || size > sizeLimit) return tooLarge(size);
  const head = bytes.subarray(0, headSize);
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
    return { reason: 'expected UTF-8, found UTF-16. HTCondor cannot read it either: save it as UTF-8.' };
  if (head.includes(0)) return { reason: 'expected a submit file, found binary data.' };
  return { text: bytes.toString('utf8') };
};

const tooLarge = (size: number): { readonly reason: string } => ({
  reason: `expected a submit file of at most ${sizeLimit / 1024 / 1024} MB, found ${Math.ceil(size / 1024 / 1024)} MB. Put many items into a file of their own: queue VARIABLES from FILE.`,
});

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file.'],
  ['ENOTDIR', 'a part of its path is no directory.'],
  ['EISDIR', 'it is a directory. Expected a submit file.'],
  ['EACCES', 'no permission to read it.'],
  ['EPERM', 'no permission to read it.'],
  ['ERR_FS_FILE_TOO_LARGE', 'it is larger than 2 GB. Expected a submit file.'],
]);

const reasonOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return String(thrown);
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  return reasons.get(code) ?? thrown.message;
};

const lineOf = ({ file, line, column, severity, message, code }: LintEntry): string =>
  `${file}:${line}:${column}: ${severity}: ${message} [${code}]\n`;

/** One array, laid out as JSON.stringify does with an indent of 1. */
const jsonOf = (entries: readonly LintEntry[]): readonly string[] => {
  if (entries.length === 0) return ['[]\n'];
  const objects = entries.map((entry) => JSON.stringify([entry], undefined, 1).slice(2, -2));
  return [...objects.map((object, index) => `${index === 0 ? '[' : ','}\n${object}`), '\n]\n'];
};

/** A file's bytes, or standard input's for `-`; of a file that is too large, the size alone. */
export const readInput = (name: string): Buffer | number => {
  if (name === '-') return readFileSync(0);
  const { size } = statSync(name);
  return size > sizeLimit ? size : readFileSync(name);
};
