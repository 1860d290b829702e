import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TextDocuments } from 'vscode-languageserver/node.js';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Checked } from './checked.ts';
import { directoriesBelow } from './directory.ts';
import type { ListDirectory } from './features/pathCompletion.ts';
import type { FileAccess } from './files.ts';
import { filesBelow, noFiles } from './files.ts';
import { languageId } from './protocol.ts';
import type { CheckOptions } from './rules/check.ts';
import { checkText } from './rules/check.ts';
import type { Diagnostic } from './rules/rule.ts';
import type { Change, Dialect, SubmitFile, Version } from './submit/index.ts';
import { dialectOf, parse, reparse } from './submit/index.ts';

/**
 * One version of a document, parsed; diagnostics are computed when first asked for. It is good until the next version is
 * analysed, which takes its statements over: whoever waits for something asks for it again.
 */
export interface Analysis {
  readonly document: TextDocument;
  /** Of the document, which changes, when this was found out. */
  readonly version: number;
  readonly file: SubmitFile;
  readonly dialect: Dialect;
  readonly checked: Checked;
  readonly diagnostics: () => readonly Diagnostic[];
  /** The diagnostics that another text would have in this place. */
  readonly check: (text: string) => readonly Diagnostic[];
  /** What may be looked at on the disk; names are relative to the document's directory. */
  readonly files: FileAccess;
  readonly list: ListDirectory;
  /** Paths of the files whose content was looked at so far. */
  readonly read: Set<string>;
  /** The URI of a file that the document names; undefined for a document without a place on the disk. */
  readonly uriOf: (name: string) => string | undefined;
}

/** Keeps the analysis of each open document until its text, the release or a file it reads changes. */
export class Analyses {
  private readonly cache = new Map<string, Analysis>();

  constructor(
    private readonly documents: Pick<TextDocuments<TextDocument>, 'get' | 'all'>,
    private readonly version: () => Version,
    private readonly roots: () => readonly string[],
    private readonly levels: () => CheckOptions['levels'],
    /** Where a document has changed since this was last called for it, where that is known. */
    private readonly changeOf: (document: TextDocument) => Change | undefined = () => undefined,
  ) {}

  /** The analysis of an open document; undefined when it is not open. */
  of(uri: string): Analysis | undefined {
    const document = this.documents.get(uri);
    if (document === undefined) return undefined;
    const cached = this.cache.get(uri);
    if (cached?.document === document && cached.version === document.version) return cached;
    const analysis = this.analyse(document, cached?.document === document ? cached : undefined);
    this.cache.set(uri, analysis);
    return analysis;
  }

  /** The analyses of all open documents. */
  all(): readonly Analysis[] {
    return this.documents.all().flatMap(({ uri }) => this.of(uri) ?? []);
  }

  /** The analysis of a file that is not open, kept nowhere. */
  ofClosed(uri: string, text: string): Analysis {
    return this.analyse(TextDocument.create(uri, languageId, 0, text));
  }

  /** Whether what is known of an open document depends on the content of a file. */
  depend(file: string): boolean {
    return [...this.cache.values()].some(({ read }) => read.has(file));
  }

  /** Forgets one document, or everything (a changed file can be included by any). */
  forget(uri?: string): void {
    if (uri === undefined) this.cache.clear();
    else this.cache.delete(uri);
  }

  /** Analyses a document; where one of its texts was analysed before, what an edit left as it was is taken from there. */
  private analyse(document: TextDocument, before?: Analysis): Analysis {
    const version = this.version();
    const own = pathOf(document.uri);
    const directory = own === undefined ? undefined : path.dirname(own);
    const text = document.getText();
    const edited = this.changeOf(document);
    const change = before === undefined ? undefined : reparse(before.file, text, version, edited);
    const read = (change === undefined ? undefined : before?.read) ?? new Set<string>();
    const files = this.access(directory, read);
    const file = change?.file ?? parse(text, { version, readFile: files.readFile });
    const levels = this.levels();
    const options: CheckOptions = { version, ...files, ...(levels === undefined ? {} : { levels }) };
    const checked = new Checked(
      file,
      options,
      before === undefined || change === undefined ? undefined : { checked: before.checked, change },
    );
    return {
      document,
      version: document.version,
      file,
      dialect: dialectOf(version),
      checked,
      diagnostics: () => checked.diagnostics,
      check: (text) => checkText(text, options),
      files,
      read,
      list: directory === undefined ? () => [] : directoriesBelow(directory, [directory, ...this.roots()]),
      uriOf: (name) => (directory === undefined ? undefined : this.uriOf(path.resolve(directory, name))),
    };
  }

  /** An open document's URI is written as the editor writes it. */
  private uriOf(file: string): string {
    return this.documents.all().find(({ uri }) => pathOf(uri) === file)?.uri ?? pathToFileURL(file).href;
  }

  private access(directory: string | undefined, read: Set<string>): FileAccess {
    if (directory === undefined) return noFiles;
    const open = new Map(this.documents.all().map((document) => [pathOf(document.uri), document] as const));
    const files = filesBelow(directory, [directory, ...this.roots()], (name) => open.get(name)?.getText());
    const noted =
      <T>(look: (name: string) => T) =>
      (name: string): T => {
        read.add(path.resolve(directory, name));
        return look(name);
      };
    return { ...files, readFile: noted(files.readFile), lookAtFile: noted(files.lookAtFile) };
  }
}

/** The path of a file: URI; undefined for any other. */
export const pathOf = (uri: string): string | undefined => {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    // A URI of another host, or with an escaped slash: not a file of this machine.
    return undefined;
  }
};
