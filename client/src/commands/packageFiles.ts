import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { fileNames } from '../../../shim/src/protocol.ts';
import { impliedArch, poolMachines } from '../condor/machines.ts';
import { dmtcpRoot } from '../config.ts';
import { DmtcpError } from '../dmtcp/dmtcpError.ts';
import { readElf } from '../dmtcp/elf.ts';
import { fetchInstallation, pruneInstallations } from '../dmtcp/fetchInstallation.ts';
import { findInstallation, type DmtcpInstallation } from '../dmtcp/installation.ts';
import { listInstallations, type FoundInstallation } from '../dmtcp/listInstallations.ts';
import { originOf } from '../dmtcp/manifest.ts';
import { planPackage, type PackagePlan } from '../dmtcp/package.ts';
import { describeFit, poolFit } from '../dmtcp/poolFit.ts';
import { commandIds, settings } from '../names.ts';
import { createLocalTransport } from '../transport/local.ts';
import type { Transport } from '../transport/transport.ts';
import { UserError } from '../userError.ts';
import { editTransferInput } from './editTransferInput.ts';
import { protectLocalJobs } from './protectQueuedJobs.ts';
import type { Services } from './services.ts';
import { requireTrust, submitDocument } from './submitDocument.ts';

/**
 * DMTCP: Package Shim and DMTCP into Submit Directory. The submit file is edited, not saved: undo takes it back.
 * `chooses`: the person picks the installation, also where one is in use already.
 */
export async function packageFiles(
  services: Services,
  target?: unknown,
  { chooses = false }: { readonly chooses?: boolean } = {},
): Promise<void> {
  requireTrust();
  const document = await submitDocument(target);
  const directory = path.dirname(document.uri.fsPath);
  const transport = createLocalTransport();
  const { plan, installation } = await services.ui
    .withProgress('Packaging DMTCP', async (report, signal) => {
      report('looking for DMTCP');
      const installation = await chooseInstallation(services, {
        directory,
        transport,
        chooses,
        report,
        signal,
      });
      report(`${installation.versionLine} in ${installation.origin ?? installation.root}`);
      const plan = await planPackage({
        installation,
        shim: shimExecutable(services, await architectureOf(installation)),
        submitDirectory: directory,
        transport,
        cacheDirectory: cacheDirectory('prepared'),
      });
      try {
        await protectLocalJobs(services, directory, JSON.stringify(plan.manifest));
        await plan.apply();
      } finally {
        await plan.dispose();
      }
      return { plan, installation };
    })
    .catch((error: unknown) => {
      throw withSettings(error);
    });
  await pruneInstallations(cacheDirectory('prepared'), keptInCache);
  const change = { add: plan.transferInput, remove: plan.obsolete };
  const edited = await editTransferInput(services, document, change);
  services.ui.showInformation(summary(plan, installation, document, edited), {
    title: 'Submit Job',
    command: commandIds.submitJob,
    arguments: [document.uri],
  });
  await warnOfUnfitMachines(services, document, plan);
}

/** Installations and prepared packages that are kept on this machine. */
const keptInCache = 4;

/** Follows XDG_CACHE_HOME where that is set. */
const cacheDirectory = (what: string): string =>
  path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'dmtcp-condor', what);

async function architectureOf({ bin }: DmtcpInstallation): Promise<'x64' | 'arm64'> {
  const elf = readElf(await readFile(path.join(bin, 'dmtcp_command')).catch(() => Buffer.alloc(0)));
  return elf?.machine === 'aarch64' ? 'arm64' : 'x64';
}

/** Machines of the pool that cannot run the package, with the clause for `requirements` that leaves them out. */
async function warnOfUnfitMachines(
  services: Services,
  document: vscode.TextDocument,
  plan: PackagePlan,
): Promise<void> {
  const name = services.accessPoints.currentName();
  // Packaging needs no pool: only one that is connected already is asked.
  if (name === undefined || services.accessPoints.stateOf(name).kind !== 'connected') return;
  try {
    const { transport } = await services.accessPoints.get(name);
    const needs = {
      architecture: plan.manifest.architecture,
      glibc: plan.neededGlibc,
      impliedArch: await impliedArch(transport),
    };
    const fit = poolFit(await poolMachines(transport), needs);
    const unfit = describeFit(fit);
    if (unfit === undefined || fit.clause === undefined) return;
    if (fit.fitting === 0)
      services.ui.showWarning(`${unfit} Package a DMTCP that was built for the pool’s machines.`, {
        title: 'Choose Another DMTCP',
        command: commandIds.choosePackage,
        arguments: [document.uri],
      });
    else
      services.ui.showWarning(`${unfit} This chooses the right ones: requirements = ${fit.clause}`, {
        title: 'Add to Submit File',
        command: commandIds.addRequirement,
        arguments: [document.uri, fit.clause],
      });
  } catch (error) {
    services.ui.log.warn(
      `Whether the pool's machines can run the package is not known: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
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

function shimExecutable(services: Services, architecture: 'x64' | 'arm64'): string {
  const shim = services.asset(`dist/shim/linux-${architecture}/shim_dmtcp`);
  if (existsSync(shim)) return shim;
  throw new UserError(
    `The shim's executable for ${architecture} is missing from this installation of the extension: expected ${shim}. Build it (npm run build:shim -- --arch ${architecture}), choose a DMTCP of another architecture, or install the extension again.`,
  );
}

interface Choice {
  readonly directory: string;
  readonly transport: Transport;
  readonly chooses: boolean;
  readonly report: (message: string) => void;
  readonly signal: AbortSignal;
}

/** The installation of the settings, the one in use, the only one, or the one that the person picks; asks for one where there is none. */
async function chooseInstallation(services: Services, choice: Choice): Promise<DmtcpInstallation> {
  const { directory, transport, chooses } = choice;
  const configured = dmtcpRoot();
  const find = (root: string): Promise<DmtcpInstallation> =>
    findInstallation({ transport, environment: process.env, ...(root === '' ? {} : { root }) });
  // Both were set on purpose: another installation in their place would be a surprise.
  const isNamed = configured !== '' || (process.env['DMTCP_ROOT'] ?? '') !== '';
  if (isNamed && !chooses) return installationOrAsk(find);
  const found = await everywhere(services, choice);
  const used = originOf(await readFile(path.join(directory, fileNames.manifest), 'utf8').catch(() => ''));
  const inUse = found.find((one) => one.origin === used);
  const [only] = found;
  if (only === undefined) return installationOrAsk(find);
  const chosen = chooses
    ? await pick(found, used)
    : (inUse ?? (found.length === 1 ? only : await pick(found, used)));
  return chosen.load();
}

interface Offer {
  readonly where: string;
  readonly found: FoundInstallation;
  /** As the manifest has it. */
  readonly origin: string;
  readonly load: () => Promise<DmtcpInstallation>;
}

/** Installations of this machine; also of the access point, where the person wants to choose or this machine has none. */
async function everywhere(
  services: Services,
  { transport, chooses, report, signal }: Choice,
): Promise<readonly Offer[]> {
  const root = dmtcpRoot();
  const here =
    process.platform === 'linux'
      ? await listInstallations(transport, { ...(root === '' ? {} : { root }), signal })
      : [];
  const local = here.map((found) => ({
    where: 'this machine',
    found,
    origin: found.root,
    load: (): Promise<DmtcpInstallation> =>
      findInstallation({ transport, environment: process.env, root: found.root }),
  }));
  const name = services.accessPoints.currentName();
  if (name === undefined || (local.length > 0 && !chooses)) return local;
  try {
    report(`looking for DMTCP on ${name}`);
    const { transport: remote } = await services.accessPoints.get(name);
    if (remote.kind === 'local') return local;
    const there = await listInstallations(remote, { signal });
    const load = async (installation: FoundInstallation): Promise<DmtcpInstallation> => {
      const cache = cacheDirectory('installations');
      const progress = (fetched: number, total: number): void =>
        report(`${fetched} of ${total} files from ${name}`);
      const fetched = await fetchInstallation(remote, {
        installation,
        cacheDirectory: cache,
        progress,
        signal,
      });
      await pruneInstallations(cache, keptInCache);
      return fetched;
    };
    return [
      ...local,
      ...there.map((found) => ({
        where: name,
        found,
        origin: `${remote.name}:${found.root}`,
        load: () => load(found),
      })),
    ];
  } catch (error) {
    if (signal.aborted) throw error;
    services.ui.log.warn(
      `DMTCP was not looked for on ${name}: ${error instanceof Error ? error.message : String(error)}`,
    );
    return local;
  }
}

async function pick(offers: readonly Offer[], used: string | undefined): Promise<Offer> {
  const items = offers.map((offer) => ({
    label: `DMTCP ${offer.found.version}`,
    description: `${offer.found.architecture}, generation ${offer.found.generation}, ${offer.where}${offer.origin === used ? ', packaged now' : ''}`,
    detail: `${offer.found.root} (by ${offer.found.foundBy})`,
    offer,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'DMTCP installation to package',
    placeHolder: 'Jobs restart only with the version that made their checkpoints',
    matchOnDetail: true,
  });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.offer;
}

/** Finds DMTCP as the settings and the environment say; where there is none, asks for its directory and remembers it. */
async function installationOrAsk(
  find: (root: string) => Promise<DmtcpInstallation>,
): Promise<DmtcpInstallation> {
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
    ...(plan.missingLibraries.length === 0
      ? []
      : [
          `DMTCP needs ${plan.missingLibraries.join(', ')}, which was not found here to go with it: execute hosts must have it.`,
        ]),
  ].join(' ');
}

/** "dmtcp_launch (DMTCP) 4.2.0" -> "DMTCP 4.2.0": what the tools call themselves. */
const productOf = ({ versionLine, version }: DmtcpInstallation): string =>
  `${/\(([^)]*)\)/.exec(versionLine)?.[1] ?? 'DMTCP'} ${version}`;
