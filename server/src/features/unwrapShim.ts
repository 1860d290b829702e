import { isDmtcpFile } from '../rules/dmtcpJob.ts';
import type { Edit } from '../rules/rule.ts';
import type { ShimCall } from '../rules/shimCall.ts';
import { pathOption, readShimCall } from '../rules/shimCall.ts';
import type { Assignment, Dialect, Span, SubmitFile } from '../submit/index.ts';
import { parseArguments, partsOf } from '../submit/index.ts';
import { editTransferInput } from './editTransferInput.ts';
import { editsInOrder, insertAfter, removeLine } from './lineEdits.ts';
import { handOver, markerStart, outputList, recipe, remaps } from './shimRecipe.ts';
import type { Refused, SimpleJob } from './simpleJob.ts';
import { simpleJobOf, writtenValue } from './simpleJob.ts';

/** Makes a job that runs under shim_dmtcp a plain one again: the edits, or why it cannot be done. */
export const unwrapShim = (file: SubmitFile, dialect: Dialect): readonly Edit[] | Refused => {
  const job = simpleJobOf(file, dialect);
  if ('refused' in job) return job;
  const executable = job.statement('executable');
  const path = writtenValue(job, 'executable');
  if (executable === undefined || path === undefined || !/(^|\/)shim_dmtcp$/.test(path))
    return { refused: 'The job does not run under shim_dmtcp.' };
  const written = writtenValue(job, 'arguments') ?? '';
  const { words, error } = parseArguments(written);
  const shim = readShimCall(words);
  const program = shim.command[0]?.text;
  if (error !== undefined || program === undefined || /\$\([^)]*\s/.test(written))
    return { refused: "The program cannot be told from 'arguments'." };
  const listed = partsOf(
    job.statement('transfer_input_files')?.value ?? { text: '', start: 0, end: 0 },
    ',',
  ).map(({ text }) => text);
  const fileOf = (name: string): string => listed.find((item) => baseOf(item) === baseOf(name)) ?? name;
  const original = program.startsWith('/') ? program : fileOf(program.replace(/^\.\//, ''));
  const stdin = pathOption(shim, 'stdin')?.text;
  const input = stdin === undefined ? undefined : fileOf(stdin);
  const remove = listed.filter((item) => item === original || item === input || isPackaged(baseOf(item)));
  const value = argumentsAfter(written, shim, words);
  return editsInOrder([
    { start: executable.value.start, end: executable.value.end, newText: original },
    ...insertAfter(file.text, executable, [
      ...(input === undefined ? [] : [`input = ${input}`]),
      // A program of the execute hosts is not sent there.
      ...(program.startsWith('/') && !listed.includes(program) ? ['transfer_executable = False'] : []),
    ]),
    ...argumentEdits(job, value),
    ...streamEdits(job, shim),
    ...commandEdits(job),
    ...inputEdits(job, dialect, { listed, remove }),
  ]);
};

/** Takes what only DMTCP needs out of transfer_input_files, and the line with it when nothing is left. */
const inputEdits = (
  job: SimpleJob,
  dialect: Dialect,
  { listed, remove }: { readonly listed: readonly string[]; readonly remove: readonly string[] },
): readonly Edit[] => {
  const statement = job.statement('transfer_input_files');
  if (statement !== undefined && remove.length > 0 && remove.length === listed.length)
    return [removeLine(job.file.text, statement)];
  return editTransferInput(job.file, dialect, { add: [], remove });
};

const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** What the packaging adds to a submit directory. */
const isPackaged = (name: string): boolean => isDmtcpFile(name) || name.startsWith('shim_dmtcp');

/** What is left of the arguments behind the program, in their syntax. */
const argumentsAfter = (written: string, shim: ShimCall, words: readonly Span[]): string => {
  const first = shim.command[1];
  const last = words.at(-1);
  if (first === undefined || last === undefined) return '';
  const rest = written.slice(first.start, last.end);
  return written.startsWith('"') ? `"${rest}"` : rest;
};

const argumentEdits = (job: SimpleJob, value: string): readonly Edit[] => {
  const statement = job.statement('arguments');
  if (statement === undefined) return [];
  return value === '' ? [removeLine(job.file.text, statement)] : [valueEdit(statement, value)];
};

const valueEdit = ({ value: { start, end } }: Assignment, newText: string): Edit => ({ start, end, newText });

/** output and error as the program's own streams, in the directory that they are brought to. */
const streamEdits = (job: SimpleJob, shim: ShimCall): readonly Edit[] => {
  const places = new Map(
    partsOf({ text: writtenValue(job, remaps)?.replace(/^"|"$/g, '') ?? '', start: 0, end: 0 }, ';').map(
      ({ text }) => {
        const [name = '', place = ''] = text.split('=').map((part) => part.trim());
        return [name, place] as const;
      },
    ),
  );
  const isWrapped = markersIn(job.file).absent.has(remaps);
  return (['output', 'error'] as const).flatMap((command) => {
    const name = pathOption(shim, command === 'output' ? 'stdout' : 'stderr')?.text;
    const statement = job.statement(command);
    if (name === undefined) return [];
    const newText = (isWrapped ? places.get(name) : undefined) ?? name;
    const executable = job.statement('executable');
    if (statement !== undefined) return [valueEdit(statement, newText)];
    return executable === undefined
      ? []
      : insertAfter(job.file.text, executable, [`${command} = ${newText}`]);
  });
};

/** What Wrap noted in comments. */
interface Markers {
  readonly absent: ReadonlySet<string>;
  readonly changed: ReadonlyMap<string, string>;
  readonly lines: readonly Span[];
}

const markersIn = ({ text }: SubmitFile): Markers => {
  const absent = new Set<string>();
  const changed = new Map<string, string>();
  const lines: Span[] = [];
  for (let at = text.indexOf(markerStart); at >= 0; at = text.indexOf(markerStart, at + 1)) {
    // Behind something else it is part of that.
    if (text.slice(text.lastIndexOf('\n', at) + 1, at).trim() !== '') continue;
    const feed = text.indexOf('\n', at);
    const end = feed < 0 ? text.length : feed;
    const note = text.slice(at + markerStart.length, end).trim();
    lines.push({ start: at, end });
    const [, name, value = ''] = /^([\w.]+)\s*=\s*(.*)$/s.exec(note) ?? [];
    if (name !== undefined) changed.set(name.toLowerCase(), `${name} = ${value}`);
    else if (note.startsWith('no '))
      for (const missing of note.slice(3).split(/,\s*/)) absent.add(missing.toLowerCase());
  }
  return { absent, changed, lines };
};

const commandEdits = (job: SimpleJob): readonly Edit[] => {
  const { text } = job.file;
  const markers = markersIn(job.file);
  const edits: Edit[] = [];
  if (markers.lines.length === 0) return byHand(job);
  const names = [...recipe.map(([name]) => name), handOver.code[0], handOver.list, outputList, remaps];
  for (const name of names) {
    const statement = job.statement(name);
    const before =
      statement === undefined
        ? undefined
        : (markers.changed.get(statement.name) ?? markers.changed.get(name));
    if (statement === undefined) continue;
    if (markers.absent.has(name)) edits.push(removeLine(text, statement));
    else if (before !== undefined)
      edits.push({ start: statement.start, end: statement.end, newText: before });
  }
  for (const line of markers.lines) {
    const note = text.slice(line.start + markerStart.length, line.end).trim();
    // A list of outputs that has no other statement: its comment becomes one again.
    if (isListOfOutputs(note) && job.statement(outputList) === undefined)
      edits.push({ ...line, newText: note });
    else edits.push(removeLine(text, line));
  }
  return edits;
};

const isListOfOutputs = (note: string): boolean =>
  note.toLowerCase().startsWith(`${outputList} `) || /^transferoutput(?:files)?\s*=/i.test(note);

/** In a file that was written for DMTCP by hand: the lines that only DMTCP needs. */
const byHand = (job: SimpleJob): readonly Edit[] =>
  recipe.flatMap(([name, wanted]) => {
    const statement = job.statement(name);
    if (statement === undefined || statement.value.text.toLowerCase() !== wanted.toLowerCase()) return [];
    if (name === 'should_transfer_files') return [];
    if (name === 'when_to_transfer_output') return [valueEdit(statement, 'ON_EXIT')];
    return [removeLine(job.file.text, statement)];
  });
