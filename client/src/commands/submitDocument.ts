import path from 'node:path';
import * as vscode from 'vscode';
import { languageId } from '../../../server/src/protocol.ts';
import { UserError } from '../userError.ts';

/**
 * The submit file that a command is about: the one it was called on, the one in the active editor, the only one of
 * the workspace, or one that the person picks. Throws UserError when there is none.
 */
export async function submitDocument(target: unknown): Promise<vscode.TextDocument> {
  if (target instanceof vscode.Uri) return open(target);
  // A code lens of the language server names the file by its URI's text.
  if (typeof target === 'string' && target.startsWith('file:')) return open(vscode.Uri.parse(target, true));
  const active = vscode.window.activeTextEditor?.document;
  if (active?.languageId === languageId) return onDisk(active);
  const found = await vscode.workspace.findFiles('**/*.{sub,submit,condor,jdl}', '**/node_modules/**', 200);
  const [first] = found;
  if (first === undefined) {
    throw new UserError(
      'No submit file: expected a .sub, .submit, .condor or .jdl file in the editor or the opened folder, and found none. Open one and run the command again.',
    );
  }
  if (found.length === 1) return open(first);
  const chosen = await vscode.window.showQuickPick(
    found.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri })),
    { title: 'Submit file' },
  );
  if (chosen === undefined) throw new vscode.CancellationError();
  return open(chosen.uri);
}

/** The submit files of a selection in the explorer; the one that submitDocument finds where that is one or none. */
export async function submitDocuments(
  target: unknown,
  selection: unknown,
): Promise<readonly vscode.TextDocument[]> {
  const selected = Array.isArray(selection)
    ? selection.filter((one: unknown): one is vscode.Uri => one instanceof vscode.Uri)
    : [];
  if (selected.length < 2) return [await submitDocument(target)];
  const documents = await Promise.all(selected.map(open));
  const other = documents.find((document) => document.languageId !== languageId);
  if (other === undefined) return documents;
  throw new UserError(
    `${path.basename(other.fileName)} is no submit file: expected only submit description files in the selection. Select those, and submit again; nothing was submitted.`,
  );
}

/** Saves unsaved changes: what runs on the access point is what is on the disk. Throws UserError when it cannot. */
export async function save(document: vscode.TextDocument): Promise<void> {
  if (document.isDirty && !(await document.save())) {
    throw new UserError(
      `${path.basename(document.fileName)} could not be saved, so nothing was done. Save it and try again.`,
    );
  }
}

/** Throws UserError when the workspace is not trusted: what follows runs programs and sends files that it names. */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted) {
    throw new UserError(
      'This folder is in Restricted Mode, and its settings and files decide what is packaged and where it is sent. Trust the folder, then run the command again.',
      [{ title: 'Manage Trust', command: 'workbench.trust.manage' }],
    );
  }
}

const open = async (uri: vscode.Uri): Promise<vscode.TextDocument> =>
  onDisk(await vscode.workspace.openTextDocument(uri));

function onDisk(document: vscode.TextDocument): vscode.TextDocument {
  if (document.uri.scheme === 'file') return document;
  throw new UserError(
    `${document.fileName} is not a file on a disk (${document.uri.scheme}:), and its job's files are looked for beside it. Save it in a folder first.`,
  );
}
