import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../userError.ts';
import { applyEdits } from './applyEdits.ts';
import type { Services } from './services.ts';
import { submitDocument } from './submitDocument.ts';

/** Adds an expression to the requirements of a submit file, unsaved: for the button of a message that offers it. */
export async function addRequirement(services: Services, target: unknown, clause: unknown): Promise<void> {
  if (typeof clause !== 'string') return;
  const document = await submitDocument(target);
  const name = path.basename(document.fileName);
  const edits = await services.language.addRequirement(document, clause);
  if (edits.length === 0) {
    services.ui.showInformation(`The requirements of ${name} have it already.`);
    return;
  }
  if (!(await applyEdits(document, edits)))
    throw new UserError(`${name} could not be edited. Please add to it: requirements = ${clause}`);
  await vscode.window.showTextDocument(document, { preview: false });
}
