import type {
  Assignment,
  Dialect,
  NameEntry,
  Names,
  OtherStatement,
  ReadFile,
  Submission,
  SubmitFile,
} from '../submit/index.ts';
import type { AssignmentGroups, EffectiveAssignments } from './assignments.ts';
import { effectiveIn, groupAssignments, visitNamesElsewhere } from './assignments.ts';
import type { DmtcpJob } from './dmtcpJob.ts';
import { dmtcpJobsOf } from './dmtcpJob.ts';
import type { FileExists, ListDirectory, LookAtFile, RuleContext } from './rule.ts';
import type { SetNames } from './setNames.ts';
import { setNamesOf } from './setNames.ts';
import type { CheckedSetting } from './settings.ts';
import { checkedSettings } from './settings.ts';

/** Ways to look at other files; without them nothing is known. */
export interface FileLooks {
  readonly readFile?: ReadFile;
  readonly fileExists?: FileExists;
  readonly lookAtFile?: LookAtFile;
  readonly listDirectory?: ListDirectory;
}

/** What the assignments of a file tell together. */
export type Survey = Pick<RuleContext, 'references' | 'refersUpwards' | 'hasRepeats' | 'isSelfContained'>;

/** Walks through a file: its assignments grouped, and what they tell together. */
export const surveyOf = (
  file: SubmitFile,
): {
  readonly groups: AssignmentGroups;
  readonly others: readonly OtherStatement[];
  readonly survey: Survey;
} => {
  const { names } = file.definitions;
  const others: OtherStatement[] = [];
  // By the number of the name; those that are only referred to come after these.
  const isReferredTo = new Array<boolean>(names.size).fill(false);
  const groups = groupAssignments(file.statements, file, {
    onName: ({ id }) => (isReferredTo[id] = true),
    onOther: (statement) => void others.push(statement),
  });
  const elsewhere = new Set<string>();
  for (const statements of [others, groups.withMacrosInKey])
    visitNamesElsewhere(statements, file.text, (name) => void elsewhere.add(name));
  const references = {
    has: (name: string): boolean => elsewhere.has(name) || isReferredTo[names.find(name)?.id ?? -1] === true,
    includes: ({ id, text }: NameEntry): boolean => isReferredTo[id] === true || elsewhere.has(text),
  };
  return {
    groups,
    others,
    survey: {
      references,
      refersUpwards: refersUpwards(names, groups, others),
      hasRepeats: hasRepeats(file, groups),
      isSelfContained: isSelfContained(others),
    },
  };
};

/** Whether everything that is referred to is set above, as in most files. */
const refersUpwards = (
  names: Names,
  { macros, referringDown, withStrayDollar }: AssignmentGroups,
  others: readonly OtherStatement[],
): boolean => {
  if (referringDown.length > 0 || others.some(({ kind }) => kind === 'include')) return false;
  if (names.hasPrefixed && macros.some(({ name }) => name.startsWith('submit.'))) return false;
  return !withStrayDollar.some(isPutTogether);
};

/** Whether a value has the name of a macro that is itself put together from macros. */
export const isPutTogether = ({ value }: Assignment): boolean => value.text.includes('$($');

/** Whether any attribute or command is set again below. */
const hasRepeats = ({ definitions }: SubmitFile, { attributes, commands }: AssignmentGroups): boolean => {
  const isRepeated = (assignment: Assignment): boolean => definitions.of(assignment.entry) !== assignment;
  return attributes.some(isRepeated) || commands.some(isRepeated);
};

const isSelfContained = (others: readonly OtherStatement[]): boolean =>
  others.every((statement) => {
    if (statement.kind === 'include') return statement.file !== undefined;
    if (statement.kind === 'use') return statement.category.text.toLowerCase() !== 'template';
    return statement.kind !== 'queue' || !statement.table;
  });

/** What the rules look at; what several of them need is found once, when the first asks. */
export class SharedContext implements RuleContext {
  readonly fileExists: FileExists;
  readonly lookAtFile: LookAtFile;
  readonly readFile: ReadFile;
  readonly listDirectory: ListDirectory;
  readonly references: RuleContext['references'];
  readonly refersUpwards: boolean;
  readonly hasRepeats: boolean;
  readonly isSelfContained: boolean;
  private madeNames: SetNames | undefined;
  private madeEffective: EffectiveAssignments | undefined;
  private madeSettings: readonly CheckedSetting[] | undefined;
  private madeJobs: readonly DmtcpJob[] | undefined;

  constructor(
    readonly file: SubmitFile,
    readonly dialect: Dialect,
    readonly submissions: readonly Submission[],
    survey: Survey,
    looks: FileLooks,
  ) {
    this.references = survey.references;
    this.refersUpwards = survey.refersUpwards;
    this.hasRepeats = survey.hasRepeats;
    this.isSelfContained = survey.isSelfContained;
    this.fileExists = looks.fileExists ?? (() => undefined);
    this.lookAtFile = looks.lookAtFile ?? (() => undefined);
    this.listDirectory = looks.listDirectory ?? (() => undefined);
    this.readFile = looks.readFile ?? (() => ({ kind: 'unknown' }));
  }

  get names(): SetNames {
    return (this.madeNames ??= setNamesOf(this.file, this.submissions));
  }

  get effective(): EffectiveAssignments {
    return (this.madeEffective ??= effectiveIn(this.submissions));
  }

  get settings(): readonly CheckedSetting[] {
    return (this.madeSettings ??= checkedSettings(this));
  }

  get dmtcpJobs(): readonly DmtcpJob[] {
    return (this.madeJobs ??= dmtcpJobsOf(this.submissions));
  }
}
