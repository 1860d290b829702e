import { spawn, type ChildProcess } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { freePort } from '../support/freePort.ts';
import { runProgram } from '../support/runProgram.ts';
import { until } from '../support/until.ts';
import { EditorError, installEditor, type InstalledEditor } from './installEditor.ts';
import { workbench, type Workbench } from './workbench.ts';

export interface EditorOptions {
  /** The folder that is opened. */
  readonly workspace: string;
  /** Extensions to install first. */
  readonly vsix?: readonly string[];
  /** Settings of the machine, beside the user's, which keep the window quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The environment of the extension host, beside HOME, LANG and a plain PATH: nothing else reaches it. */
  readonly env?: Readonly<Record<string, string>>;
  /** Directories that are empty for the extension host. Needs root. */
  readonly hidden?: readonly string[];
  /** Where HOME, the user's data and the extensions are kept; a new folder, removed at the end, when left out. */
  readonly dataDir?: string;
  /** Where screenshots go; build/screenshots when left out. */
  readonly screenshots?: string;
  readonly progress?: (line: string) => void;
}

/** A real VS Code, open in a real browser. */
export interface Editor extends Workbench {
  /** Opens the same window in any browser of this machine. */
  readonly url: string;
  readonly page: Page;
  readonly dataDir: string;
  /** The HOME of the extension host (its .ssh is looked for here). */
  readonly home: string;
  /** What the window asked of other machines. Nothing of it was let through. */
  readonly blocked: readonly string[];
  /** Lines of the extension's log, of all windows in their order. */
  log(): readonly string[];
  /** Writes NAME.png; returns its path. */
  screenshot(name: string): Promise<string>;
  stop(): Promise<void>;
}

const quiet = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.editor.enablePreview': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.commandCenter': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'remote.autoForwardPorts': false,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'editor.accessibilitySupport': 'off',
  'editor.minimap.enabled': false,
  // Drawn as elements, a terminal can be read.
  'terminal.integrated.gpuAcceleration': 'off',
};
/** Without a gallery that leads nowhere, VS Code would ask for the real one. */
const noGallery = { serviceUrl: '', itemUrl: '', resourceUrlTemplate: '', controlUrl: '', nlsBaseUrl: '' };
const loopback = ['127.0.0.1', 'localhost'];

/** The file of the machine's settings: the editor runs as in a remote window, which takes paths from there only. */
export const machineSettings = (dataDir: string): string => path.join(dataDir, 'data/Machine/settings.json');

/**
 * Opens a folder in a real VS Code, which is installed first where it is missing.
 * Its processes end with stop(), or with this process. Throws an EditorError.
 */
export async function startEditor(options: EditorOptions): Promise<Editor> {
  const installed = await installEditor(options.progress);
  const dataDir = options.dataDir ?? mkdtempSync(path.join(os.tmpdir(), 'dmtcp-condor-editor-'));
  const home = path.join(dataDir, 'home');
  for (const folder of ['home', 'extensions', 'data/User', 'data/Machine']) {
    mkdirSync(path.join(dataDir, folder), { recursive: true });
  }
  writeFileSync(path.join(dataDir, 'data/User/settings.json'), JSON.stringify(quiet, null, 2));
  writeFileSync(machineSettings(dataDir), JSON.stringify(options.settings ?? {}, null, 2));

  let server: Server | undefined;
  let browser: Browser | undefined;
  const stop = async () => {
    await browser?.close();
    await server?.stop();
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const start = {
      installed,
      dataDir,
      env: environment(dataDir, options.env),
      hidden: options.hidden ?? [],
    };
    for (const file of options.vsix ?? []) await installExtension(start, file);
    server = await startServer(start);
    browser = await launchBrowser(installed);
    const blocked: string[] = [];
    const page = await openPage(browser, blocked);
    const url = `${server.origin}/?folder=${encodeURIComponent(path.resolve(options.workspace))}`;
    await page.goto(url);
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    const screenshots = options.screenshots ?? path.resolve('build/screenshots');
    return {
      ...workbench(page),
      ...{ url, page, dataDir, home, blocked, stop },
      log: () => extensionLog(path.join(dataDir, 'data/logs')),
      async screenshot(name) {
        mkdirSync(screenshots, { recursive: true });
        const file = path.join(screenshots, `${name}.png`);
        await page.screenshot({ path: file });
        return file;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function extensionLog(directory: string): readonly string[] {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => path.basename(file) === 'DMTCP for HTCondor.log')
    .flatMap((file) => readFileSync(path.join(directory, file), 'utf8').trim().split('\n'))
    .sort();
}

interface Start {
  readonly installed: InstalledEditor;
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly hidden: readonly string[];
}

interface Server {
  readonly origin: string;
  stop(): Promise<void>;
}

function environment(dataDir: string, env: EditorOptions['env']): NodeJS.ProcessEnv {
  const home = path.join(dataDir, 'home');
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    LANG: 'C.UTF-8',
    SHELL: '/bin/bash',
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local/share'),
    // The sockets of its windows are not left behind.
    XDG_RUNTIME_DIR: dataDir,
    CODE_SERVER_CONFIG: path.join(dataDir, 'code-server.yaml'),
    EXTENSIONS_GALLERY: JSON.stringify(noGallery),
    ...env,
  };
}

const serverArgv = ({ installed, dataDir }: Start) => [
  installed.entry,
  ...['--user-data-dir', path.join(dataDir, 'data')],
  ...['--extensions-dir', path.join(dataDir, 'extensions')],
];

async function installExtension(start: Start, file: string): Promise<void> {
  const argv = [...serverArgv(start), '--install-extension', path.resolve(file)];
  const result = await runProgram(start.installed.node, argv, { env: start.env });
  // It ends with 0 also when the file is not an extension.
  if (result.code === 0 && result.stdout.includes('was successfully installed')) return;
  throw new EditorError('start', `${file} could not be installed: ${result.stdout}${result.stderr}`);
}

async function startServer(start: Start): Promise<Server> {
  const port = await freePort();
  const argv = [
    ...serverArgv(start),
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-proxy', '--disable-workspace-trust'],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
  ];
  const logFile = path.join(start.dataDir, 'code-server.log');
  const log = openSync(logFile, 'w');
  // A group of its own, which stop() ends as a whole; setpriv ends it when this process dies without a stop().
  const command = [...hiding(start.hidden), start.installed.node, ...argv];
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', ...command], {
    env: start.env,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const origin = `http://127.0.0.1:${port}`;
  try {
    await until(
      'code-server answers',
      async () => {
        if (child.exitCode !== null)
          throw new EditorError('start', `code-server ended with ${child.exitCode}`);
        return await healthy(origin);
      },
      { timeoutMs: 30_000, everyMs: 50 },
    );
  } catch (error) {
    await endGroup(child);
    const last = readFileSync(logFile, 'utf8').trim().split('\n').slice(-8).join('\n');
    throw new EditorError('start', `the editor did not start (${String(error)}). Its last lines:\n${last}`);
  }
  return { origin, stop: () => endGroup(child) };
}

/** What runs a program for which these directories are empty: a view of the file system of its own. */
function hiding(directories: readonly string[]): readonly string[] {
  if (directories.length === 0) return [];
  const mounts = directories.map((_, i) => `mount -t tmpfs none "$${i + 1}"`);
  const script = [...mounts, `shift ${directories.length}`, 'exec "$@"'].join(' && ');
  return ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', ...directories];
}

async function healthy(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/healthz`)).ok;
  } catch {
    return false; // It does not listen yet.
  }
}

/** Ends every process of the group: its first one ends before the extension hosts do. */
async function endGroup({ pid }: ChildProcess): Promise<void> {
  const signal = (name: NodeJS.Signals | 0): boolean => {
    try {
      return pid !== undefined && process.kill(-pid, name);
    } catch {
      return false; // No process of the group is left.
    }
  };
  signal('SIGTERM');
  const late = setTimeout(() => signal('SIGKILL'), 5_000);
  await until('the editor ends', () => !signal(0), { everyMs: 20 });
  clearTimeout(late);
}

function launchBrowser({ chromium: executablePath }: InstalledEditor): Promise<Browser> {
  const nowhere = `MAP * ~NOTFOUND, ${loopback.map((host) => `EXCLUDE ${host}`).join(', ')}`;
  const args = [
    '--disable-gpu',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
  ];
  // Signals are the caller's: playwright's own handlers would end the process before it has cleaned up.
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  return chromium.launch({ executablePath, ...signals, args: [...args, `--host-resolver-rules=${nowhere}`] });
}

/** A page that reaches this machine only. What else it asks for is refused, and noted in `blocked`. */
async function openPage(browser: Browser, blocked: string[]): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  const elsewhere = (url: URL) => /^https?:$/.test(url.protocol) && !loopback.includes(url.hostname);
  await context.route(elsewhere, async (route) => {
    blocked.push(route.request().url());
    await route.abort();
  });
  return context.newPage();
}
