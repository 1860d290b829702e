import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../userError.ts';
import { applyEdits } from './applyEdits.ts';
import type { Services } from './services.ts';

/** Changes what transfer_input_files lists, in the editor and unsaved; true when something had to change. */
export async function editTransferInput(
  services: Services,
  document: vscode.TextDocument,
  change: { readonly add: readonly string[]; readonly remove: readonly string[] },
): Promise<boolean> {
  const edits = await services.language.editTransferInput(document, change);
  if (edits.length === 0) return false;
  if (!(await applyEdits(document, edits))) {
    const todo = [
      ...(change.add.length === 0 ? [] : [`add to transfer_input_files: ${change.add.join(', ')}`]),
      ...(change.remove.length === 0 ? [] : [`take out of it: ${change.remove.join(', ')}`]),
    ].join('; ');
    throw new UserError(
      `The files beside ${path.basename(document.fileName)} are done, but it could not be edited. Please ${todo}`,
    );
  }
  await vscode.window.showTextDocument(document, { preview: false });
  return true;
}
