import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TextDocuments } from 'vscode-languageserver/node.js';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileAccess } from './files.ts';
import { filesBelow, noFiles } from './files.ts';
import { checkFile } from './rules/check.ts';
import type { Diagnostic } from './rules/rule.ts';
import type { Dialect, SubmitFile, Version } from './submit/index.ts';
import { dialectOf, parse } from './submit/index.ts';

/** One version of a document, parsed; diagnostics are computed when first asked for. */
export interface Analysis {
  readonly document: TextDocument;
  readonly file: SubmitFile;
  readonly dialect: Dialect;
  readonly diagnostics: () => readonly Diagnostic[];
}

/** Keeps the analysis of each open document until its text, the release or a file it reads changes. */
export class Analyses {
  private readonly cache = new Map<string, Analysis>();

  constructor(
    private readonly documents: TextDocuments<TextDocument>,
    private readonly version: () => Version,
    private readonly roots: () => readonly string[],
  ) {}

  /** The analysis of an open document; undefined when it is not open. */
  of(uri: string): Analysis | undefined {
    const document = this.documents.get(uri);
    if (document === undefined) return undefined;
    const cached = this.cache.get(uri);
    if (cached !== undefined && cached.document === document && cached.file.text === document.getText())
      return cached;
    const analysis = this.analyse(document);
    this.cache.set(uri, analysis);
    return analysis;
  }

  /** Forgets one document, or everything (a changed file can be included by any). */
  forget(uri?: string): void {
    if (uri === undefined) this.cache.clear();
    else this.cache.delete(uri);
  }

  private analyse(document: TextDocument): Analysis {
    const version = this.version();
    const access = this.access(document.uri);
    const file = parse(document.getText(), { version, readFile: access.readFile });
    let diagnostics: readonly Diagnostic[] | undefined;
    return {
      document,
      file,
      dialect: dialectOf(version),
      diagnostics: () => (diagnostics ??= checkFile(file, { version, ...access })),
    };
  }

  private access(uri: string): FileAccess {
    const file = pathOf(uri);
    if (file === undefined) return noFiles;
    const directory = path.dirname(file);
    const open = new Map(this.documents.all().map((document) => [pathOf(document.uri), document] as const));
    return filesBelow(directory, [directory, ...this.roots()], (name) => open.get(name)?.getText());
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
