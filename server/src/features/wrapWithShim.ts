import type { Edit } from '../rules/rule.ts';
import type { Assignment, Dialect, SubmitFile } from '../submit/index.ts';
import { parseArguments, partsOf, sampleValue } from '../submit/index.ts';
import { editTransferInput } from './editTransferInput.ts';
import {
  handOver,
  joined,
  markerStart,
  outputList,
  recipe,
  remaps,
  shimError,
  shimLog,
  shimName,
  shimOutput,
} from './shimRecipe.ts';
import type { Refused, SimpleJob } from './simpleJob.ts';
import { lastPart, simpleJobOf, writtenValue } from './simpleJob.ts';
import { editsInOrder, insertAfter, lineBreakOf, removeLine } from './lineEdits.ts';

export interface WrapOptions {
  /** Directory of a DMTCP installation on the execute hosts; without it DMTCP travels with the job. */
  readonly installation?: string;
}

/** A stream of the plain job, and the name it has in the sandbox. */
interface Moved {
  readonly command: 'input' | 'output' | 'error';
  readonly path: string;
  readonly base: string;
}

/**
 * Makes a plain job one that runs under shim_dmtcp: the edits, or why it cannot be done. What is changed besides the
 * executable, its arguments and its files is kept in comments, for Unwrap.
 */
export const wrapWithShim = (
  file: SubmitFile,
  dialect: Dialect,
  options: WrapOptions = {},
): readonly Edit[] | Refused => {
  const job = simpleJobOf(file, dialect);
  if ('refused' in job) return job;
  const executable = job.statement('executable');
  const path = writtenValue(job, 'executable');
  if (executable === undefined || path === undefined) return { refused: 'There is no executable to wrap.' };
  if (/(^|\/)shim_dmtcp$/.test(path)) return { refused: 'The job runs under shim_dmtcp already.' };
  if (writtenValue(job, 'transfer_executable') !== undefined)
    return { refused: "'transfer_executable' is set: shim_dmtcp itself must be transferred." };
  if (writtenValue(job, 'initialdir') !== undefined && !path.startsWith('/'))
    return {
      refused: "With 'initialdir', the executable and the input files start from different directories.",
    };
  const program = lastPart(job, path);
  const streams = streamsOf(job);
  if (program === undefined || streams === undefined || /["',\s]/.test(path))
    return { refused: 'The name of the executable or of a stream cannot be told from its macros or quotes.' };
  const bases = [program, ...new Map(streams.map(({ path: of, base }) => [of, base])).values()];
  if (new Set(bases).size < bases.length)
    return { refused: 'Two of its files would have the same name in the sandbox.' };
  const list = wholeList(job, streams);
  const interval = list === undefined ? [] : handOver.options;
  const words = [...optionsOf(streams, options), ...interval, `./${program}`];
  const value = argumentsOf(job, words);
  const outputs = outputRemaps(job, streams);
  if (typeof value !== 'string') return value;
  if (typeof outputs !== 'string') return outputs;
  const inputs = [path, ...streams.filter(({ command }) => command === 'input').map((stream) => stream.path)];
  return editsInOrder([
    { start: executable.value.start, end: executable.value.end, newText: shimName },
    ...insertAfter(file.text, executable, newLines(job, value, outputs, list)),
    ...changedLines(job, value, { streams, list }),
    ...editTransferInput(file, dialect, { add: inputs, remove: [] }),
  ]);
};

/** The streams that are files; undefined where a name is not clear. */
const streamsOf = (job: SimpleJob): readonly Moved[] | undefined => {
  const streams: Moved[] = [];
  for (const command of ['input', 'output', 'error'] as const) {
    const path = writtenValue(job, command);
    if (path === undefined || path === '/dev/null') continue;
    const base = lastPart(job, path);
    if (base === undefined || /["',;=]/.test(path) || base.startsWith('-')) return undefined;
    streams.push({ command, path, base });
  }
  return streams;
};

const optionNames = { input: '--stdin', output: '--stdout', error: '--stderr' } as const;

const optionsOf = (streams: readonly Moved[], { installation }: WrapOptions): readonly string[] => [
  '--log',
  shimLog,
  ...(installation === undefined ? [] : ['--with-dmtcp', installation]),
  ...streams.flatMap(({ command, base }) => [optionNames[command], base]),
];

/** The new value of `arguments`, in the syntax that the old one has. */
const argumentsOf = (job: SimpleJob, words: readonly string[]): string | Refused => {
  const written = writtenValue(job, 'arguments') ?? '""';
  const { quoted, words: old, error } = parseArguments(written);
  const sample = sampleValue(job.submission, 'arguments')?.text.trim() ?? '""';
  if (error !== undefined || parseArguments(sample).error !== undefined || sample.startsWith('"') !== quoted)
    return { refused: "The quotes in 'arguments' do not fit." };
  const prefix = words.map(quote).join(' ');
  if (quoted) return `"${`${prefix} ${written.slice(1, -1).trim()}`.trim()}"`;
  if (prefix === words.join(' ')) return `${prefix} ${written}`;
  if (written.includes('$')) return { refused: "A name with blanks needs 'arguments' in double quotes." };
  return `"${[prefix, ...old.map(({ text }) => quote(text))].join(' ')}"`;
};

/** A word of the syntax in double quotes. */
const quote = (word: string): string =>
  /^[^\s"']+$/.test(word) ? word : `'${word.replaceAll("'", "''").replaceAll('"', '""')}'`;

/** The value that brings outputs to their directories; empty when they have none. */
const outputRemaps = (job: SimpleJob, streams: readonly Moved[]): string | Refused => {
  const moved = streams.filter(({ command, path, base }) => command !== 'input' && path !== base);
  if (moved.length === 0) return '';
  if (writtenValue(job, remaps) !== undefined)
    return { refused: `'${remaps}' is set already: expected outputs without a directory.` };
  return `"${[...new Set(moved.map(({ path, base }) => `${base} = ${path}`))].join('; ')}"`;
};

/**
 * What travels where the job lists its outputs; undefined where it lists none, so that all of them travel, or where it
 * makes checkpoints of its own.
 */
const wholeList = (job: SimpleJob, streams: readonly Moved[]): string | undefined => {
  const written = writtenValue(job, outputList);
  const own = [handOver.code[0], handOver.list].some((name) => job.statement(name) !== undefined);
  if (written === undefined || written === '' || written.includes('"') || own) return undefined;
  const listed = new Set(partsOf({ text: written, start: 0, end: 0 }, ',').map(({ text }) => text));
  const bases = streams.filter(({ command }) => command !== 'input').map(({ base }) => base);
  const needed = [...handOver.files, ...bases].filter((name) => !listed.has(name));
  return [...listed, ...new Set(needed)].join(', ');
};

/** Lines for what the plain job does not set. */
const newLines = (
  job: SimpleJob,
  value: string,
  outputs: string,
  list: string | undefined,
): readonly string[] => {
  const missing = recipe.filter(([name]) => job.statement(name) === undefined);
  const added = [
    ...missing,
    ...(list === undefined ? [] : [handOver.code, [handOver.list, list] as const]),
    ...(outputs === '' ? [] : [[remaps, outputs] as const]),
  ];
  // A mark of Wrap must be there in any case: else Unwrap takes the recipe's lines for its own.
  const absent = added.length === 0 ? 'nothing else is set' : `no ${added.map(([name]) => name).join(', ')}`;
  return [
    ...(job.statement('arguments') === undefined ? [`arguments = ${value}`] : []),
    markerStart + absent,
    ...added.map(([name, text]) => `${name} = ${text}`),
  ];
};

const changedLines = (
  job: SimpleJob,
  value: string,
  { streams, list }: { readonly streams: readonly Moved[]; readonly list: string | undefined },
): readonly Edit[] => {
  const edits: Edit[] = [];
  const { text } = job.file;
  const setValue = (name: string, newText: string): void => {
    const statement = job.statement(name);
    if (statement === undefined) return;
    // An empty value has no place of its own: the blank before it may be missing.
    const start = statement.value.text === '' ? statement.operator.end : statement.value.start;
    const end = Math.max(start, statement.value.end);
    edits.push({ start, end, newText: statement.value.text === '' ? ` ${newText}` : newText });
  };
  setValue('arguments', value);
  for (const { command } of streams) {
    const statement = job.statement(command);
    if (command === 'input' && statement !== undefined) edits.push(removeLine(text, statement));
    else setValue(command, command === 'output' ? shimOutput : shimError);
  }
  for (const [name, wanted] of recipe) {
    const statement = job.statement(name);
    if (statement === undefined || statement.value.text.toLowerCase() === wanted.toLowerCase()) continue;
    const join = statement.value.text === '' ? undefined : joined.get(name);
    const value = join === undefined ? wanted : `(${wanted}) ${join} (${statement.value.text})`;
    edits.push(changed(text, statement, value));
  }
  const outputs = job.statement(outputList);
  if (outputs !== undefined && outputs.value.text !== '') edits.push(changed(text, outputs, list));
  return edits;
};

/** A statement with another value or none, and what it was in a comment. */
const changed = (text: string, statement: Assignment, value: string | undefined): Edit => {
  const { key, start, end } = statement;
  const marker = `${markerStart}${key.text} = ${statement.value.text}`;
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const line = value === undefined ? '' : `${lineBreakOf(text)}${indent}${key.text} = ${value}`;
  return { start, end, newText: marker + line };
};
