import type { ExpressionError } from './expressionTree.ts';
import type { ItemRows } from './itemRows.ts';
import type { DefinitionTable } from './definitionTable.ts';
import type { NameEntry, Names } from './names.ts';
import type { ReferredNames } from './references.ts';
import type { Source } from './source.ts';
import type { SourceText, Span, Stretch } from './text.ts';

/** Every statement spans its whole logical line; `active` is false inside a branch of `if` that is not taken. */
interface StatementBase extends Span {
  readonly active: boolean;
}

/** `NAME = value`, `+Attr = value`, `NAME += value`, or a here-document. */
export interface Assignment extends StatementBase {
  readonly kind: 'assignment';
  /** As written, with its `+` or `-`. */
  readonly key: SourceText;
  /** What it is stored under: lower case, macros expanded, `+Attr` as `my.attr`. */
  readonly name: string;
  /** The same, with what is known about it. */
  readonly entry: NameEntry;
  readonly operator: Span;
  readonly style: 'plain' | 'attribute' | 'removal' | 'append' | 'here';
  /** As written, trimmed. */
  readonly value: SourceText;
  /** What is stored: references to the name itself expanded, earlier values joined by `+=`. */
  readonly stored: string;
  /** Where what is stored stands in a text as it is, with a blank or the text's end behind it: not always in the file's. */
  readonly inPlace: Stretch | undefined;
  /** The name is put together from macros. */
  readonly hasMacrosInKey: boolean;
  /** The value has a `$`: a first look, before looking for references. */
  readonly hasMacros: boolean;
  /** It is put together from several lines, and no here-document. */
  readonly isGlued: boolean;
  /** The names that the value refers to, as it is written. */
  readonly references: ReferredNames;
}

export interface Conditional extends StatementBase {
  readonly kind: 'if' | 'elif' | 'else' | 'endif';
  readonly keyword: Span;
  readonly condition: SourceText | undefined;
  /** Whether the branch that begins here is taken; undefined for endif. */
  readonly taken: boolean | undefined;
}

export interface Include extends StatementBase {
  readonly kind: 'include';
  readonly keyword: Span;
  /** The target is a command whose output is read. Never run here. */
  readonly command: boolean;
  readonly ifExists: boolean;
  readonly target: SourceText;
  /** The file's name after expansion; undefined for commands and names that are not known before submission. */
  readonly path: string | undefined;
  readonly file: SubmitFile | undefined;
}

export interface Use extends StatementBase {
  readonly kind: 'use';
  readonly keyword: Span;
  readonly category: SourceText;
  readonly templates: SourceText;
}

/** `error : text` or `warning : text`. */
export interface Message extends StatementBase {
  readonly kind: 'message';
  readonly severity: 'error' | 'warning';
  readonly keyword: Span;
  readonly message: SourceText;
}

export interface Slice extends Span {
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly step: number | undefined;
}

/** Where the items of a queue statement come from. */
export type Items =
  | { readonly kind: 'none' }
  | { readonly kind: 'list'; readonly rows: ItemRows; readonly close: Span | undefined }
  | { readonly kind: 'file'; readonly path: SourceText; readonly rows: ItemRows | undefined }
  | { readonly kind: 'command' | 'stdin' | 'patterns'; readonly text: SourceText };

export interface Queue extends StatementBase {
  readonly kind: 'queue';
  readonly keyword: Span;
  /** All after the keyword, as written. */
  readonly arguments: SourceText;
  /** The count expression; undefined when it is not given (then 1) or wrong. */
  readonly count: { readonly text: SourceText; readonly number: number | undefined } | undefined;
  readonly variables: readonly SourceText[];
  readonly mode: 'in' | 'from' | 'matching' | undefined;
  readonly modeSpan: Span | undefined;
  readonly qualifier: SourceText | undefined;
  /** Options between the parentheses of `table(...)`. */
  readonly table: boolean;
  readonly slice: Slice | undefined;
  readonly items: Items;
  /** The commands in effect, by lower-case name; undefined for all but the first statements. */
  readonly definitions: DefinitionMap | undefined;
}

/** Commands and macros by the names that they are stored under. */
export interface DefinitionMap {
  /** Those of the file, and others that were looked up in it. */
  readonly names: Names;
  readonly get: (name: string) => Assignment | undefined;
  readonly has: (name: string) => boolean;
  /** The definition of a name that is at hand. */
  readonly of: (name: NameEntry) => Assignment | undefined;
  /** Finds a definition as HTCondor does: SUBMIT.name wins. */
  readonly find: (name: string) => Assignment | undefined;
  /** The same for a name that is at hand. */
  readonly findOf: (name: NameEntry) => Assignment | undefined;
  readonly entries: () => readonly NameEntry[];
  readonly values: () => readonly Assignment[];
  /** The same table with other assignments of the same names. */
  readonly mapped: (exchange: (assignment: Assignment) => Assignment) => DefinitionMap;
}

/** A line that is none of the above. */
export interface Invalid extends StatementBase {
  readonly kind: 'invalid';
}

export type Statement = Assignment | Conditional | Include | Use | Message | Queue | Invalid;

export type OtherStatement = Exclude<Statement, Assignment>;

/** What the parser found wrong; the rules put it into words. */
export type Problem = Span &
  (
    | { readonly kind: 'not-a-statement'; readonly text: string; readonly dagCommand: boolean }
    | { readonly kind: 'colon-instead-of-equals'; readonly name: string }
    | { readonly kind: 'invalid-operator'; readonly text: string }
    | { readonly kind: 'illegal-identifier'; readonly name: string; readonly byteOrderMark: boolean }
    | { readonly kind: 'append-not-supported'; readonly name: string }
    | { readonly kind: 'here-document-not-closed'; readonly tag: string }
    | { readonly kind: 'invalid-condition'; readonly reason: ConditionReason; readonly condition: string }
    | { readonly kind: 'conditional-without-if'; readonly keyword: string; readonly afterQueue: boolean }
    | { readonly kind: 'conditional-after-else'; readonly keyword: string }
    | { readonly kind: 'conditional-too-deep' }
    | { readonly kind: 'conditional-not-closed'; readonly beforeQueue: boolean }
    | { readonly kind: 'include-not-found'; readonly path: string }
    | { readonly kind: 'include-option'; readonly word: string }
    | { readonly kind: 'include-too-deep' }
    | { readonly kind: 'include-has-errors'; readonly path: string; readonly first: Problem }
    | { readonly kind: 'queue-in-include' }
    | { readonly kind: 'unknown-template'; readonly category: string; readonly name: string | undefined }
    | { readonly kind: 'error-statement'; readonly message: string }
    | {
        readonly kind: 'invalid-queue-count';
        readonly text: string;
        readonly error: ExpressionError | undefined;
      }
    | { readonly kind: 'queue-count-out-of-range'; readonly number: number }
    | { readonly kind: 'queue-keyword-conflict'; readonly qualifier: string; readonly mode: string }
    | { readonly kind: 'invalid-queue-variable'; readonly name: string }
    | { readonly kind: 'invalid-slice'; readonly text: string }
    | { readonly kind: 'invalid-slice-step'; readonly step: number }
    | { readonly kind: 'item-list-not-closed' }
    | { readonly kind: 'items-file-not-found'; readonly path: string }
    | { readonly kind: 'text-after-queue' }
    | { readonly kind: 'multiple-queues' }
    | { readonly kind: 'missing-queue' }
    | { readonly kind: 'comment-in-continuation'; readonly character: string }
    | { readonly kind: 'last-line-not-trimmed' }
  );

export type ConditionReason = 'complex' | 'not-a-condition' | 'version' | 'defined' | 'defined-use-blanks';

export interface SubmitFile {
  readonly text: string;
  readonly statements: readonly Statement[];
  readonly problems: readonly Problem[];
  /** The table at the end of the text, or at the queue statement where nothing may follow it. */
  readonly definitions: DefinitionMap;
  /** The file is submitted without any queue statement in a release that makes one job then. */
  readonly implicitQueue: boolean;
  /** What it takes to parse the text again after an edit; undefined where an edit can change anything. */
  readonly trace: ParseTrace | undefined;
}

/** What a parse leaves for the next one, see reparse.ts. */
export interface ParseTrace {
  /** Where the statements have their text from. */
  readonly source: Source;
  /** The same as `definitions`, at the queue statement too. */
  readonly table: DefinitionTable;
  /** Names whose values decided how the text was read. */
  readonly read: ReadonlySet<string>;
  readonly queue: Queue | undefined;
}

/** A file that the text names. */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  /** Not looked at: no files wanted, too large, outside the workspace. */
  | { readonly kind: 'unknown' };

/** Looks at a file named in a submit file; relative names are relative to the file's directory. */
export type ReadFile = (path: string) => FileContent;
