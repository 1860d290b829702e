import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { dmtcpRoot } from '../config.ts';
import { DmtcpError } from '../dmtcp/dmtcpError.ts';
import { findInstallation, type DmtcpInstallation } from '../dmtcp/installation.ts';
import { planPackage, type PackagePlan } from '../dmtcp/package.ts';
import { settings } from '../names.ts';
import { createLocalTransport } from '../transport/local.ts';
import type { Transport } from '../transport/transport.ts';
import { UserError } from '../userError.ts';
import type { Services } from './services.ts';
import { requireTrust, submitDocument } from './submitDocument.ts';

/** DMTCP: Package Shim and DMTCP into Submit Directory. The submit file is edited, not saved: undo takes it back. */
export async function packageFiles(services: Services, target?: unknown): Promise<void> {
  requireTrust();
  const document = await submitDocument(target);
  const directory = path.dirname(document.uri.fsPath);
  const transport = createLocalTransport();
  const { plan, installation } = await services.ui
    .withProgress('Packaging DMTCP', async (report) => {
      report('looking for DMTCP');
      const installation = await installationOrAsk(transport);
      report(`${installation.versionLine} in ${installation.root}`);
      const plan = await planPackage({
        installation,
        shim: shimExecutable(services),
        submitDirectory: directory,
        transport,
      });
      await plan.apply();
      return { plan, installation };
    })
    .catch((error: unknown) => {
      throw withSettings(error);
    });
  const edited = await bringUpToDate(services, document, plan);
  services.ui.showInformation(summary(plan, installation, document, edited), {
    title: 'Submit Job',
    command: 'dmtcpCondor.submitJob',
    arguments: [document.uri],
  });
}

/** An installation that is missing or does not fit is named anew in the settings. */
function withSettings(error: unknown): unknown {
  if (!(error instanceof DmtcpError) || error.reason === 'fileFailed') return error;
  return new UserError(error.message, [
    {
      title: 'Open Settings',
      command: 'workbench.action.openSettings',
      arguments: [`${settings.section}.${settings.dmtcpRoot}`],
    },
  ]);
}

function shimExecutable(services: Services): string {
  const shim = services.asset('dist/shim/linux-x64/shim_dmtcp');
  if (existsSync(shim)) return shim;
  throw new UserError(
    `The shim's executable is missing from this installation of the extension: expected ${shim}. Build it (npm run build:shim) or install the extension again.`,
  );
}

/** Finds DMTCP; where there is none, asks for its directory and remembers it in the user's settings. */
async function installationOrAsk(transport: Transport): Promise<DmtcpInstallation> {
  const find = (root: string): Promise<DmtcpInstallation> =>
    findInstallation({ transport, environment: process.env, ...(root === '' ? {} : { root }) });
  const configured = dmtcpRoot();
  try {
    return await find(configured);
  } catch (error) {
    if (!(error instanceof DmtcpError) || error.reason !== 'notFound' || configured !== '') throw error;
    const chosen = await vscode.window.showInputBox({
      title: 'Directory of the DMTCP installation',
      prompt: 'DMTCP was not found by DMTCP_ROOT or on PATH. Give the directory that holds bin/dmtcp_launch.',
      placeHolder: '/opt/dmtcp',
      ignoreFocusOut: true,
    });
    if (chosen === undefined || chosen.trim() === '') throw error;
    const installation = await find(chosen.trim());
    await vscode.workspace
      .getConfiguration(settings.section)
      .update(settings.dmtcpRoot, installation.root, vscode.ConfigurationTarget.Global);
    return installation;
  }
}

/** Lists the packaged files in transfer_input_files; true when something had to change. */
async function bringUpToDate(
  services: Services,
  document: vscode.TextDocument,
  plan: PackagePlan,
): Promise<boolean> {
  const edits = await services.language.editTransferInput(document, {
    add: plan.transferInput,
    remove: plan.obsolete,
  });
  if (edits.length === 0) return false;
  const change = new vscode.WorkspaceEdit();
  for (const { range, newText } of edits) {
    change.replace(
      document.uri,
      new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character),
      newText,
    );
  }
  if (!(await vscode.workspace.applyEdit(change))) {
    throw new UserError(
      `DMTCP's files are in place, but ${path.basename(document.fileName)} could not be edited. Add to transfer_input_files: ${plan.transferInput.join(', ')}`,
    );
  }
  await vscode.window.showTextDocument(document, { preview: false });
  return true;
}

function summary(
  plan: PackagePlan,
  installation: DmtcpInstallation,
  document: vscode.TextDocument,
  edited: boolean,
): string {
  const changed = plan.files.filter((file) => file.state !== 'unchanged').length;
  const file = path.basename(document.fileName);
  return [
    changed === 0
      ? `Shim and ${productOf(installation)} were already beside ${file}, unchanged.`
      : `Packaged shim and ${productOf(installation)} beside ${file}: ${changed} of ${plan.files.length} files, ${(plan.bytes / 1e6).toFixed(1)} MB in all.`,
    edited
      ? 'transfer_input_files is brought up to date (undo takes it back).'
      : 'transfer_input_files was up to date.',
  ].join(' ');
}

/** "dmtcp_launch (DMTCP) 4.2.0" -> "DMTCP 4.2.0": what the tools call themselves. */
const productOf = ({ versionLine, version }: DmtcpInstallation): string =>
  `${/\(([^)]*)\)/.exec(versionLine)?.[1] ?? 'DMTCP'} ${version}`;
