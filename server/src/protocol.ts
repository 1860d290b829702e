/**
 * What the client may ask of the language server beyond LSP, and the names both sides share.
 * The client never parses submit text: everything it needs to know about a submit file comes through here.
 * This file imports nothing, so that the client can bundle it.
 */

/** The language id of submit description files; the one that HTCondor's own extension uses. */
export const languageId = 'htcondor';

/** `source` of every diagnostic that the server publishes. */
export const diagnosticSource = 'condor-submit';

/**
 * Options of Node for the server's process: a helper thread for each core but one. Node's own number, four, leaves
 * a machine of two cores little for the thread that answers: 1 MB is then parsed in 35 to 50 ms instead of 30.
 */
export const nodeOptions: readonly string[] = ['--v8-pool-size=0'];

/** Settings that the server reads (`workspace/configuration`, section `dmtcpCondor`). */
export interface ServerSettings {
  /** HTCondor release whose rules apply, as "MAJOR.MINOR" or "MAJOR.MINOR.PATCH"; "auto" lets the client tell. */
  readonly htcondorVersion: string;
  /** Show behind each value what it is once its macros are expanded. */
  readonly inlayHints: boolean;
  /** Severities of rules by code, instead of their own; `off` switches a rule off. */
  readonly rules: Readonly<Partial<Record<string, RuleLevel>>>;
}

/** What the findings of a rule count as. */
export type RuleLevel = 'error' | 'warning' | 'information' | 'hint' | 'off';

/** 0-based line and UTF-16 character, as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Half-open: `end` is the position after the last character. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface DocumentParams {
  /** URI of an open submit file. */
  readonly uri: string;
}

/** A file name of the submit file, and where it is written. */
export interface FileReference {
  /** As HTCondor will read it; `$(Cluster)` and `$(Process)` stay as they are, every other macro is expanded. */
  readonly path: string;
  readonly range: Range;
}

/** The arguments of shim_dmtcp, where the executable is one. Names as written, `$(Cluster)` and `$(Process)` kept. */
export interface ShimArguments {
  readonly log?: string;
  readonly stdin?: string;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly withDmtcp?: string;
  /** The program and its arguments; empty when the submit file gives none. */
  readonly command: readonly string[];
}

/** What a submit file describes, as far as packaging, uploading and watching its jobs need it. */
export interface SubmitDescription {
  /** Problems that condor_submit would stop at, first first. */
  readonly errors: readonly { readonly message: string; readonly range: Range }[];
  /** Jobs that the queue statements make; undefined where only condor_submit can tell (files, commands). */
  readonly jobCount?: number;
  readonly executable?: FileReference;
  readonly initialDir?: string;
  readonly log?: FileReference;
  readonly output?: FileReference;
  readonly error?: FileReference;
  readonly input?: FileReference;
  /** transfer_input_files, item by item, of all jobs, each once; at most 10,000. */
  readonly transferInput: readonly FileReference[];
  /** Files that the submit file itself needs on the access point: includes and item files. */
  readonly included: readonly FileReference[];
  /** Present when the executable's name is shim_dmtcp. */
  readonly shim?: ShimArguments;
}

export interface EditTransferInputParams extends DocumentParams {
  /** Names to list in transfer_input_files, in this order after those already there. */
  readonly add: readonly string[];
  /** Names to take out, where they are listed. */
  readonly remove: readonly string[];
}

export interface AddRequirementParams extends DocumentParams {
  /** A ClassAd expression that requirements has to hold besides what it says. */
  readonly clause: string;
}

export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

export interface LocateSubmitErrorsParams extends DocumentParams {
  /** Everything that condor_submit wrote to its standard error. */
  readonly stderr: string;
}

/** One message of condor_submit with the line it belongs to. */
export interface LocatedMessage {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly range: Range;
}

export interface PreviewJobsParams extends DocumentParams {
  /** Rows wanted, at most 1,000. */
  readonly limit: number;
}

/** One job that a submit file would make: what its commands are worth, `$(Cluster)` kept; absent where not set. */
export interface JobPreview {
  readonly executable?: string;
  readonly arguments?: string;
  readonly input?: string;
  readonly output?: string;
  readonly error?: string;
  readonly log?: string;
  /** Which of its files another job writes too, among the first 1,000. */
  readonly collisions: readonly ('output' | 'error')[];
}

export interface JobsPreview {
  /** The first jobs, in the order of their process numbers, from 0. */
  readonly rows: readonly JobPreview[];
  /** All jobs of the file; undefined where only condor_submit can tell. */
  readonly total?: number;
}

/** Custom LSP requests: method, parameters, result. */
export const requests = {
  /** DocumentParams -> SubmitDescription */
  describeSubmit: 'dmtcpCondor/describeSubmit',
  /** EditTransferInputParams -> readonly TextEdit[]; empty when nothing has to change. */
  editTransferInput: 'dmtcpCondor/editTransferInput',
  /** AddRequirementParams -> readonly TextEdit[]; empty when nothing has to change. */
  addRequirement: 'dmtcpCondor/addRequirement',
  /** LocateSubmitErrorsParams -> readonly LocatedMessage[]; messages without a place get the first line. */
  locateSubmitErrors: 'dmtcpCondor/locateSubmitErrors',
  /** PreviewJobsParams -> JobsPreview */
  previewJobs: 'dmtcpCondor/previewJobs',
} as const;

/** Custom LSP notifications, client to server. */
export const notifications = {
  /** { version: string }: what the access point's condor_version says; used while htcondorVersion is "auto". */
  accessPointVersion: 'dmtcpCondor/accessPointVersion',
} as const;
