import path from 'node:path';
import { fileNames } from '../../../shim/src/protocol.ts';
import { unpackage } from '../dmtcp/unpackage.ts';
import { commandIds } from '../names.ts';
import { UserError } from '../userError.ts';
import { editTransferInput } from './editTransferInput.ts';
import { protectLocalJobs } from './protectQueuedJobs.ts';
import type { Services } from './services.ts';
import { requireTrust, submitDocument } from './submitDocument.ts';

/** DMTCP: Remove Shim and DMTCP from Submit Directory. Takes back what packaging did; files that were changed stay. */
export async function unpackageFiles(services: Services, target?: unknown): Promise<void> {
  requireTrust();
  const document = await submitDocument(target);
  const directory = path.dirname(document.uri.fsPath);
  const name = path.basename(document.fileName);
  const answer = await services.ui.ask(
    `Remove the shim and DMTCP's files beside ${name}?`,
    `All files that ${fileNames.manifest} lists are deleted from ${directory} and taken out of transfer_input_files. Jobs that are queued already and have not started need them where they are submitted without an upload.`,
    ['Remove'],
  );
  if (answer === undefined) return;
  await protectLocalJobs(services, directory, '');
  const result = await unpackage(directory);
  if (result === undefined) {
    throw new UserError(
      `There is no package beside ${name}: expected ${fileNames.manifest} in ${directory}, and found none that can be read. Nothing was removed.`,
      [{ title: 'Package Now', command: commandIds.packageFiles, arguments: [document.uri] }],
    );
  }
  const edited = await editTransferInput(services, document, { add: [], remove: result.removed });
  const kept =
    result.kept.length === 0
      ? ''
      : ` Left alone, since they are not as they were packaged: ${result.kept.join(', ')}.`;
  services.ui.showInformation(
    `Removed ${result.removed.length} files beside ${name}.${kept}${edited ? ' transfer_input_files is brought up to date (undo takes it back).' : ''}`,
  );
}
