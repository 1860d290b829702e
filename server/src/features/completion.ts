import type { Assignment, Command, Span, SubmitFile } from '../submit/index.ts';
import { commandPatterns, commands, findCommand, predefinedMacros, signals } from '../submit/index.ts';
import { describeCommand } from './commandText.ts';
import { expressionCompletions } from './expressionCompletion.ts';
import { expressionAt, isExpression } from './expressionPlace.ts';
import type { Location } from './location.ts';
import { locate, statementAt } from './location.ts';
import { macroFunctionCompletions } from './macroFunctionCompletion.ts';
import type { ListDirectory } from './pathCompletion.ts';
import { namesFiles, pathCompletions } from './pathCompletion.ts';
import { queueCompletions } from './queueCompletion.ts';

export interface Completion {
  readonly label: string;
  /** The same in lower case, where that is at hand. */
  readonly lowerLabel?: string | undefined;
  readonly kind: 'command' | 'keyword' | 'value' | 'macro' | 'variable' | 'function' | 'attribute' | 'file';
  /** One line beside the name. */
  readonly detail: string;
  /** Markdown. */
  readonly documentation?: string;
  readonly span: Span;
  readonly newText: string;
  readonly deprecated?: boolean;
  /** Items sort by this before their label. */
  readonly rank: number;
}

/** What can stand at an offset: commands, values, files, macros, functions, attributes, words of queue statements. */
export const completionsAt = (
  file: SubmitFile,
  offset: number,
  list: ListDirectory = () => [],
): readonly Completion[] => {
  const location = locate(file, offset);
  switch (location.kind) {
    case 'key':
      return keyCompletions(file, location);
    case 'value':
      return inValue(file, offset, location, list);
    case 'macro':
      return macroCompletions(file, location);
    case 'function':
      return macroFunctionCompletions(location);
    case 'queue': {
      const statement = statementAt(file, offset);
      return statement?.kind === 'queue' ? queueCompletions(statement, file.text, offset, location) : [];
    }
    case 'other':
      return [];
  }
};

const inValue = (
  file: SubmitFile,
  offset: number,
  location: Extract<Location, { readonly kind: 'value' }>,
  list: ListDirectory,
): readonly Completion[] => {
  const command = findCommand(location.assignment.name);
  const typed = file.text.slice(location.start, offset);
  const values =
    command === undefined
      ? []
      : [...valueCompletions(command, location), ...sizeCompletions(command, typed, location)];
  if (command !== undefined && namesFiles(command.type))
    return [...values, ...pathCompletions(command.type, location.assignment.value, offset, list)];
  const place = expressionAt(file, offset);
  if (place === undefined) return isExpression(location.assignment) ? [] : values;
  const known = new Set(values.map(({ label }) => label));
  return [...values, ...expressionCompletions(place, location).filter(({ label }) => !known.has(label))];
};

const keywords: readonly (readonly [string, string])[] = [
  ['queue', 'Makes jobs from the commands above it.'],
  ['if', 'Begins lines that count only when a condition holds.'],
  ['elif', 'Continues an if with another condition.'],
  ['else', 'Continues an if with what counts otherwise.'],
  ['endif', 'Ends an if.'],
  ['include', 'Reads another file here: include : FILE.'],
  ['use', 'Reads a template: use CATEGORY : NAME.'],
  ['error', 'Stops condor_submit with a message: error : TEXT.'],
  ['warning', 'Shows a message: warning : TEXT.'],
];

const notCommands = new Set(['Cluster', 'Process', 'queue', 'error']);

const keyCompletions = (file: SubmitFile, span: Span): readonly Completion[] => {
  const lineEnd = file.text.indexOf('\n', span.end);
  const after = file.text.slice(span.end, lineEnd < 0 ? file.text.length : lineEnd);
  // An operator that is there already stays; else one is written with the name.
  const operator = after.trim() === '' ? ' = ' : '';
  const used = new Set(file.statements.flatMap((s) => (s.kind === 'assignment' ? [s.name] : [])));
  const completions: Completion[] = commands
    .filter((command) => !notCommands.has(command.name) || command.name === 'error')
    .map((command) => ({
      label: command.name,
      kind: 'command',
      detail: command.description,
      documentation: describeCommand(command),
      span,
      newText: command.name + operator,
      deprecated: command.deprecated !== undefined,
      rank: command.deprecated !== undefined ? 3 : used.has(command.name.toLowerCase()) ? 2 : 1,
    }));
  for (const [label, detail] of keywords) {
    if (label !== 'error')
      completions.push({ label, kind: 'keyword', detail, span, newText: label, rank: 2 });
  }
  for (const pattern of commandPatterns) {
    const { placeholder: label, description: detail } = pattern;
    completions.push({ label, kind: 'command', detail, span, newText: label + operator, rank: 3 });
  }
  return completions;
};

const valueCompletions = (command: Command, span: Span): readonly Completion[] => {
  const item = (label: string, detail: string, rank = 1): Completion => ({
    label,
    kind: 'value',
    detail,
    span,
    newText: label,
    rank,
  });
  const values = [...(command.values ?? []), ...(command.suggested ?? [])];
  switch (command.type) {
    case 'bool':
    case 'expr-bool':
    case 'bool-or-name-list':
      return ['true', 'false'].map((value) => item(value, `${command.name} = ${value}`));
    case 'signal':
      return [...signals].map(([name, number]) => item(`SIG${name}`, `signal ${number}`));
    default:
      return values.map((value, index) =>
        item(value, valueDetails.get(value.toLowerCase()) ?? `${command.name} = ${value}`, index),
      );
  }
};

const units: readonly (readonly [string, string])[] = [
  ['KB', 'kibibytes'],
  ['MB', 'mebibytes'],
  ['GB', 'gibibytes'],
  ['TB', 'tebibytes'],
];

/** The units behind a number that is a size. */
const sizeCompletions = ({ name, type }: Command, typed: string, span: Span): readonly Completion[] =>
  type.startsWith('size') && /^\d+$/.test(typed)
    ? units.map(([unit, detail], rank) => {
        const label = typed + unit;
        return { label, kind: 'value', detail: `${name} in ${detail}`, span, newText: label, rank };
      })
    : [];

const valueDetails: ReadonlyMap<string, string> = new Map([
  ['vanilla', 'An ordinary program on an execute host.'],
  ['scheduler', 'Runs at once on the access point, DAGMan for example.'],
  ['local', 'Runs on the access point, as soon as it accepts local jobs.'],
  ['grid', 'Is handed to another system: see grid_resource.'],
  ['java', 'A Java program in a Java virtual machine of the pool.'],
  ['vm', 'A virtual machine.'],
  ['parallel', 'Several machines at the same time: see machine_count.'],
  ['docker', 'Inside a Docker container: see docker_image.'],
  ['container', 'Inside a container of the kind the host has: see container_image.'],
  ['on_exit', 'Output is brought back when the program ends by itself.'],
  [
    'on_exit_or_evict',
    'Output is also brought to the access point when the job is evicted: keeps checkpoints.',
  ],
  ['on_success', 'Output is brought back only when the exit code means success.'],
  ['yes', 'Files are always copied.'],
  ['no', 'Files are never copied: both sides must share a file system.'],
  ['if_needed', 'Files are copied where no file system is shared.'],
  ['never', 'No mail.'],
  ['always', 'Mail at each checkpoint and at the end.'],
  ['complete', 'Mail when the job ends.'],
  ['error', 'Mail when the job fails.'],
  ['start', 'Mail when the job starts.'],
]);

const macroCompletions = (file: SubmitFile, span: Span): readonly Completion[] => {
  const closing = file.text.charAt(span.end) === ')' ? '' : ')';
  const completions = new Map<string, Completion>();
  for (const macro of predefinedMacros) {
    const { name: label, description: detail } = macro;
    const newText = label + closing;
    completions.set(label.toLowerCase(), { label, kind: 'macro', detail, span, newText, rank: 2 });
  }
  for (const statement of file.statements) {
    if (statement.kind === 'assignment' && statement.style !== 'attribute' && statement.style !== 'removal') {
      completions.set(statement.name, new MacroCompletion(statement, span, closing));
    } else if (statement.kind === 'queue') {
      const detail = 'variable of the queue statement';
      for (const { text: label } of statement.variables) {
        const newText = label + closing;
        completions.set(label.toLowerCase(), { label, kind: 'variable', detail, span, newText, rank: 0 });
      }
    }
  }
  return [...completions.values()];
};

/** A macro that the file sets. There can be thousands, of which few are shown: their texts are made when asked for. */
class MacroCompletion implements Completion {
  readonly kind = 'variable';
  readonly rank = 1;

  constructor(
    private readonly assignment: Assignment,
    readonly span: Span,
    private readonly closing: string,
  ) {}

  get label(): string {
    return this.assignment.key.text;
  }

  get lowerLabel(): string | undefined {
    return this.assignment.hasMacrosInKey ? undefined : this.assignment.name;
  }

  get detail(): string {
    return this.assignment.value.text.slice(0, 80);
  }

  get newText(): string {
    return this.label + this.closing;
  }
}
