import * as vscode from 'vscode';
import type { TextEdit } from '../../../server/src/protocol.ts';

/** Changes a document in the editor, unsaved: undo takes it back as one. False where the editor did not do it. */
export async function applyEdits(
  document: vscode.TextDocument,
  edits: readonly TextEdit[],
): Promise<boolean> {
  const all = new vscode.WorkspaceEdit();
  for (const { range, newText } of edits) {
    const { start, end } = range;
    all.replace(
      document.uri,
      new vscode.Range(start.line, start.character, end.line, end.character),
      newText,
    );
  }
  return vscode.workspace.applyEdit(all);
}
