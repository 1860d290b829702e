import type { Assignment, Dialect, Submission, SubmitFile } from '../submit/index.ts';
import {
  displayValue,
  expand,
  findCommand,
  findCommandByAttribute,
  sampleValue,
  settingOf,
  submissionsOf,
} from '../submit/index.ts';
import { handOver, outputList, recipe, remaps } from './shimRecipe.ts';

/** A submit file whose commands can be changed one by one: each is set once, for all jobs. */
export interface SimpleJob {
  readonly file: SubmitFile;
  readonly submission: Submission;
  /** The statement that sets a command; undefined when none does. */
  readonly statement: (name: string) => Assignment | undefined;
}

/** Why an action cannot be offered, for people. */
export interface Refused {
  readonly refused: string;
}

/** Commands that Wrap and Unwrap change. */
const involved: ReadonlySet<string> = new Set([
  ...['executable', 'arguments', 'input', 'output', 'error', 'transfer_input_files', 'transfer_executable'],
  ...[outputList, handOver.code[0], handOver.list, remaps, 'initialdir', 'universe'],
  ...recipe.map(([name]) => name),
]);

/** The job of a file, where every involved command has one meaning; or why that is not so. */
export const simpleJobOf = (file: SubmitFile, dialect: Dialect): SimpleJob | Refused => {
  const [submission, ...more] = submissionsOf(file, dialect);
  if (submission === undefined || more.length > 0)
    return { refused: 'The file has several queue statements: expected one.' };
  const found = new Map<string, Assignment>();
  let depth = 0;
  for (const statement of file.statements) {
    if (statement.kind === 'if') depth++;
    else if (statement.kind === 'endif') depth = Math.max(0, depth - 1);
    if (statement.kind !== 'assignment') continue;
    const name = commandOf(statement);
    if (name === undefined || !involved.has(name)) continue;
    const what = `'${statement.key.text}'`;
    if (found.has(name)) return { refused: `${what} is set twice: expected once.` };
    if (depth > 0 || !statement.active) return { refused: `${what} is set inside an if: expected outside.` };
    if (
      statement.style !== 'plain' ||
      statement.stored !== statement.value.text ||
      statement.name.includes('.')
    )
      return { refused: `${what} is not set by a plain '='.` };
    found.set(name, statement);
  }
  for (const name of involved) {
    const setting = settingOf(submission, name);
    if (setting !== undefined && found.get(name) !== setting.assignment)
      return { refused: `'${name}' is set in an included file: expected here.` };
  }
  const loop = submission.queue?.variables.find(({ text }) => involved.has(findCommand(text)?.name ?? ''));
  if (loop !== undefined) return { refused: `'${loop.text}' is set by the queue statement.` };
  const universe = sampleValue(submission, 'universe')?.text.trim().toLowerCase() ?? 'vanilla';
  if (universe !== 'vanilla' && universe !== '5')
    return { refused: `Only jobs of the vanilla universe run under shim_dmtcp, found '${universe}'.` };
  return { file, submission, statement: (name) => found.get(name) };
};

const commandOf = ({ name }: Assignment): string | undefined => {
  const bare = name.replace(/^(?:my|submit)\./, '');
  const command =
    name === bare
      ? (findCommand(name) ?? findCommandByAttribute(name))
      : (findCommandByAttribute(bare) ?? findCommand(bare));
  return command?.name;
};

/** A command's value as written, where it is given and not empty. */
export const writtenValue = (job: SimpleJob, name: string): string | undefined =>
  displayValue(job.submission, name) === undefined ? undefined : job.statement(name)?.value.text;

/** The last part of a file name with its macros; undefined when a macro may hide a part of the directory. */
export const lastPart = (job: SimpleJob, written: string): string | undefined => {
  const base = written.slice(written.lastIndexOf('/') + 1);
  const [whole, part] = [written, base].map((text) => expand(text, job.submission.display).text);
  const expected = whole?.slice(whole.lastIndexOf('/') + 1);
  return part === expected && part !== '' && !hasOpenMacro(base) ? base : undefined;
};

/** A slash inside a macro's default, as in $(x:a/b), is no separator. */
const hasOpenMacro = (text: string): boolean => text.split('(').length !== text.split(')').length;
