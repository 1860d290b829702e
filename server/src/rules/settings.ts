import type { Assignment, Setting, SourceText, Span, Submission } from '../submit/index.ts';
import { expand, expandSource, sampleValue, settingOf, spanIn } from '../submit/index.ts';
import type { RuleContext } from './rule.ts';

/** A command in effect, with the value that the first job gets. */
export interface CheckedSetting {
  readonly submission: Submission;
  readonly setting: Setting;
  /** Expanded and trimmed; never empty: an empty value counts as not given. */
  readonly value: string;
  /** Nothing that only the submission knows went into the value. */
  readonly known: boolean;
}

/** A command's value where it is set, in one submission; undefined when it is not or no job is made. */
export const checkedSetting = (submission: Submission, name: string): CheckedSetting | undefined => {
  if (submission.jobCount === 0) return undefined;
  const setting = settingOf(submission, name);
  const expansion = setting === undefined ? undefined : sampleValue(submission, name);
  if (setting === undefined || expansion === undefined) return undefined;
  return { submission, setting, value: expansion.text.trim(), known: expansion.known };
};

/** Every known command that some submission sets, each assignment once, whatever its value. */
export const settingsOf = function* (
  context: Pick<RuleContext, 'submissions'>,
): Iterable<{ readonly submission: Submission; readonly setting: Setting }> {
  const seen = new Set<Assignment>();
  for (const submission of context.submissions) {
    if (submission.jobCount === 0) continue;
    for (const setting of submission.settings.values()) {
      if (seen.has(setting.assignment)) continue;
      seen.add(setting.assignment);
      yield { submission, setting };
    }
  }
};

/** The same, where it has a value. */
export const settingsInEffect = (context: RuleContext): readonly CheckedSetting[] => context.settings;

/** What settingsInEffect looks up. */
export const checkedSettings = (context: Pick<RuleContext, 'submissions'>): readonly CheckedSetting[] =>
  [...settingsOf(context)].flatMap(
    ({ submission, setting }) => checkedSetting(submission, setting.command.name) ?? [],
  );

/** Where to underline a value: the value, or the key when the value is empty. */
export const valueSpan = (setting: Setting): Span => {
  const { value, key } = setting.assignment;
  return value.end > value.start
    ? { start: value.start, end: value.end }
    : { start: key.start, end: key.end };
};

/** Where a part of the expanded value is; the whole value when macros were expanded. */
export const partSpan = (assignment: Assignment, value: string, start: number, end: number): Span => {
  const written = assignment.value;
  if (written.text !== value) return { start: written.start, end: written.end };
  // An error at the end of the text is shown at its last character.
  const from = Math.min(start, Math.max(0, value.length - 1));
  return spanIn(written, from, Math.max(end, from + 1));
};

/** The name as the user wrote it. */
export const writtenName = (setting: Setting): string => setting.assignment.key.text;

/**
 * A command's value for display, $(Cluster) and $(Process) kept, in which every part knows its place in the text;
 * undefined when the command is not given or makes no jobs.
 */
export const locatedValue = (submission: Submission, name: string): SourceText | undefined => {
  const setting = checkedSetting(submission, name)?.setting;
  if (setting === undefined) return undefined;
  const { value, stored } = setting.assignment;
  if (value.text === stored) return expandSource(value, submission.display);
  const pieces = [{ at: 0, source: value.start, replaced: value.end - value.start }];
  return { ...value, text: expand(stored, submission.display).text.trim(), pieces };
};

/** Whether the job reads and writes its files where they are, on a file system that every host shares. */
export const transfersNothing = (submission: Submission): boolean =>
  /^(?:NO|FALSE|NEVER)$/i.test(checkedSetting(submission, 'should_transfer_files')?.value ?? '');

/** Whether output also travels when the job is evicted; undefined where it is not known before submission. */
export const keepsOutputAtEviction = (submission: Submission): boolean | undefined => {
  const when = checkedSetting(submission, 'when_to_transfer_output');
  return when?.known === false
    ? undefined
    : /^(?:ON_EXIT_OR_EVICT|ALWAYS|TRUE|YES)$/i.test(when?.value ?? '');
};

const universeNumbers: ReadonlyMap<string, string> = new Map([
  ['5', 'vanilla'],
  ['7', 'scheduler'],
  ['9', 'grid'],
  ['10', 'java'],
  ['11', 'parallel'],
  ['12', 'local'],
  ['13', 'vm'],
]);

/** The universe by its lower-case name; vanilla when none is given. */
export const universeOf = (submission: Submission): string => {
  const value = checkedSetting(submission, 'universe')?.value.toLowerCase() ?? 'vanilla';
  return universeNumbers.get(value) ?? value;
};

/** Where to show what a submission lacks: the command that asks for it, else the queue keyword. */
export const placeFor = (submission: Submission, name: string): Span | undefined => {
  const setting = checkedSetting(submission, name)?.setting;
  if (setting !== undefined) return valueSpan(setting);
  const keyword = submission.queue?.keyword;
  return keyword === undefined ? undefined : { start: keyword.start, end: keyword.end };
};
