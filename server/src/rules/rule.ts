import type {
  Assignment,
  Dialect,
  NameEntry,
  OtherStatement,
  Problem,
  ReadFile,
  Span,
  Submission,
  SubmitFile,
} from '../submit/index.ts';
import type { AssignmentKind, EffectiveAssignments } from './assignments.ts';
import type { DmtcpJob } from './dmtcpJob.ts';
import type { SetNames } from './setNames.ts';
import type { CheckedSetting } from './settings.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface Edit extends Span {
  readonly newText: string;
}

/** A change of the text that certainly removes the cause. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** Only one of several things that may be meant: offered, but left out of "fix all". */
  readonly choice?: true;
}

/** What a rule finds at one place. */
export interface Finding extends Span {
  readonly message: string;
  /** Only where it differs from the rule's. */
  readonly severity?: Severity;
  readonly tag?: 'unused' | 'deprecated';
  readonly fixes?: readonly Fix[];
}

/** What a rule gives that finds nothing, as almost always: nothing is made for it. */
export const nothing: readonly Finding[] = [];

export interface Diagnostic extends Finding {
  readonly code: string;
  readonly severity: Severity;
}

/** Tells whether a file exists; undefined where nobody looks. */
export type FileExists = (path: string) => boolean | undefined;

/** What is known of a plain file without reading all of it. */
export interface FileFacts {
  /** Bytes. */
  readonly size: number;
  /** Its first 256 bytes, as Latin-1. */
  readonly head: string;
}

/** Looks at a plain file; undefined where nobody looks, or where there is none. */
export type LookAtFile = (path: string) => FileFacts | undefined;

/** Lists a directory, `.` being that of the file; undefined where nobody looks, empty where there is none. */
export type ListDirectory = (
  path: string,
) => readonly { readonly name: string; readonly directory: boolean }[] | undefined;

/** The names that something in a file refers to. */
export interface ReferredTo {
  /** By the name in lower case. */
  readonly has: (name: string) => boolean;
  readonly includes: (name: NameEntry) => boolean;
}

/** What the rules look at: one file, parsed and modelled. */
export interface RuleContext {
  readonly file: SubmitFile;
  readonly dialect: Dialect;
  readonly submissions: readonly Submission[];
  /** Commands in effect at the queue statements, grouped. */
  readonly effective: EffectiveAssignments;
  /** The commands that have a value at some queue statement, each assignment once. */
  readonly settings: readonly CheckedSetting[];
  /** Lower-case names of the macros that anything in the file refers to. */
  readonly references: ReferredTo;
  readonly names: SetNames;
  /** Everything that is referred to is set above: then there is no circle. */
  readonly refersUpwards: boolean;
  /** Some command or attribute is set more than once. */
  readonly hasRepeats: boolean;
  /** Everything that can set a macro was read; what condor_submit is given besides can not be known. */
  readonly isSelfContained: boolean;
  readonly fileExists: FileExists;
  readonly lookAtFile: LookAtFile;
  readonly readFile: ReadFile;
  readonly listDirectory: ListDirectory;
  /** The submissions that run under DMTCP, as far as the text shows. */
  readonly dmtcpJobs: readonly DmtcpJob[];
}

/**
 * One diagnostic of the language: everything about it is in its file. Most texts are assignments for the most part, and
 * most edits are inside one: a rule that can look at them one by one does, so that the others need not be looked at
 * again. All that it depends on, then, is the assignment, the macros that it refers to, and which names are set.
 */
export interface Rule {
  /** Kebab-case, stable: settings, suppressions and documents use it. */
  readonly code: string;
  readonly severity: Severity;
  /** One line for the index of rules. */
  readonly summary: string;
  /** Looks at what the queue statements submit. */
  readonly check?: (context: RuleContext) => Iterable<Finding>;
  /** Looks at each assignment of a kind. */
  readonly checkEach?: {
    readonly of: AssignmentKind;
    readonly check: (assignment: Assignment, context: RuleContext) => Iterable<Finding>;
  };
  /** Looks at each statement that is no assignment: at its own text alone. */
  readonly checkOther?: (statement: OtherStatement, context: RuleContext) => Iterable<Finding>;
  /** Looks at each job attribute in effect. */
  readonly checkAttribute?: (
    assignment: Assignment,
    submission: Submission,
    context: RuleContext,
  ) => Iterable<Finding>;
  /** Puts a problem of the parser into words, whose kind is the code. */
  readonly describe?: (problem: Problem, context: RuleContext) => Omit<Finding, 'start' | 'end'> | undefined;
}

type ProblemOf<K extends Problem['kind']> = Extract<Problem, { readonly kind: K }>;

/** A rule that puts a problem of the parser into words. Its code is the problem's kind. */
export const problemRule = <K extends Problem['kind']>(
  kind: K,
  severity: Severity,
  summary: string,
  describe: (problem: ProblemOf<K>, context: RuleContext) => Omit<Finding, 'start' | 'end'>,
): Rule => {
  const isOwn = (problem: Problem): problem is ProblemOf<K> => problem.kind === kind;
  return {
    code: kind,
    severity,
    summary,
    describe: (problem, context) => (isOwn(problem) ? describe(problem, context) : undefined),
  };
};

/** A fix that replaces one stretch of text. */
export const replacement = (title: string, span: Span, newText: string): Fix => ({
  title,
  edits: [{ start: span.start, end: span.end, newText }],
});

/** The same, where only a person knows whether it is what was meant. */
export const guess = (title: string, span: Span, newText: string): Fix => ({
  ...replacement(title, span, newText),
  choice: true,
});
