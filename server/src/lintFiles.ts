import { readFileSync } from 'node:fs';
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
  readonly stdout: string;
  readonly stderr: string;
  readonly status: 0 | 1 | 2;
}

/** The whole program but for its input and output. `read` returns a file's text or throws; `-` is standard input. */
export const lint = (args: readonly string[], read: (name: string) => string): LintResult => {
  const options = parseCommandLine(args);
  if (options === 'help') return { stdout: usage, stderr: '', status: 0 };
  if ('wrong' in options)
    return { stdout: '', stderr: `condor-submit-lint: ${options.wrong}\n${usage}`, status: 2 };
  const entries: LintEntry[] = [];
  let stderr = '';
  for (const name of options.names) {
    let text: string;
    try {
      text = read(name);
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      stderr += `condor-submit-lint: cannot read ${name}: ${reason}\n`;
      continue;
    }
    const directory = options.files ? path.resolve(name === '-' ? '.' : path.dirname(name)) : undefined;
    entries.push(...lintText(name, text, options.version, directory));
  }
  const failed = entries.some((entry) => entry.severity === 'error');
  const stdout = options.json ? `${JSON.stringify(entries, undefined, 1)}\n` : entries.map(lineOf).join('');
  return { stdout, stderr, status: stderr !== '' ? 2 : failed ? 1 : 0 };
};

const lineOf = ({ file, line, column, severity, message, code }: LintEntry): string =>
  `${file}:${line}:${column}: ${severity}: ${message} [${code}]\n`;

/** A file's text, or standard input's for `-`. */
export const readInput = (name: string): string => readFileSync(name === '-' ? 0 : name, 'utf8');
