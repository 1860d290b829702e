import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheDirectory } from '../support/cacheDirectory.ts';
import { runProgram } from '../support/runProgram.ts';

/** code-server 4.100.3 is VS Code 1.100.3, the oldest that the extension supports, and runs on Node 20. */
const version = '4.100.3';
/** From npm, where this machine's own Node is another or came without headers (for the native modules). */
const npmNode = `node-linux-${process.arch}@20.20.2`;
/** The programs needed, and Debian's packages that have them. */
const programs = { chromium: 'chromium', rg: 'ripgrep', python3: 'python3', make: 'make', 'g++': 'g++' };

export interface InstalledEditor {
  readonly node: string;
  /** code-server's entry point, run with `node`. */
  readonly entry: string;
  readonly chromium: string;
}

export class EditorError extends Error {
  override readonly name = 'EditorError';
  constructor(
    readonly reason: 'unavailable' | 'install' | 'start',
    message: string,
  ) {
    super(message);
  }
}

function find(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(':');
  return folders.map((folder) => path.join(folder, program)).find((file) => existsSync(file));
}

const missingPrograms = () => Object.entries(programs).filter(([program]) => find(program) === undefined);

/** Why this machine cannot run the editor; undefined when it can (it may have to be installed first). */
export function editorUnavailable(): string | undefined {
  if (process.platform !== 'linux') return `the editor's tests need Linux, this is ${process.platform}`;
  const missing = missingPrograms().map(([, name]) => name);
  if (missing.length === 0) return undefined;
  if (process.getuid?.() !== 0)
    return `only root can install what is missing: apt-get install ${missing.join(' ')}`;
  if (find('apt-get') === undefined) return `this machine has no apt-get to install ${missing.join(', ')}`;
  return undefined;
}

/**
 * Installs a real VS Code (code-server, from npm) into the cache, and a browser from Debian, where they are missing.
 * Throws an EditorError that names the step that failed, with its last lines.
 */
export async function installEditor(progress?: (line: string) => void): Promise<InstalledEditor> {
  const unavailable = editorUnavailable();
  if (unavailable !== undefined) throw new EditorError('unavailable', unavailable);
  const missing = missingPrograms().map(([, name]) => name);
  if (missing.length > 0) {
    progress?.(`installing ${missing.join(', ')}`);
    await step(process.cwd(), process.env, 'bash', 'test/support/aptInstall.sh', ...missing);
  }

  // The modules compiled for one major version of Node do not load in another.
  const own = process.versions.node.startsWith('20.') ? headers() : undefined;
  const name = `code-server-${version}-${own === undefined ? npmNode : 'node-20'}`;
  const folder = path.join(cacheDirectory(), 'editor', name.replace('@', '-'));
  if (!existsSync(folder)) await build(folder, own, progress);
  return {
    node: own === undefined ? path.join(npmNodeFolder(folder), 'bin/node') : process.execPath,
    entry: path.join(folder, 'node_modules/code-server/out/node/entry.js'),
    chromium: find('chromium') ?? '/usr/bin/chromium',
  };
}

/** The prefix of this Node, where its headers are in it. */
function headers(): string | undefined {
  const prefix = path.dirname(path.dirname(process.execPath));
  return existsSync(path.join(prefix, 'include/node/node.h')) ? prefix : undefined;
}

const npmNodeFolder = (folder: string) => path.join(folder, 'node_modules', npmNode.split('@')[0] ?? '');

async function build(folder: string, own: string | undefined, progress?: (line: string) => void) {
  progress?.(`installing VS Code from npm (code-server ${version}, 1 to 2 minutes, once)`);
  // A folder of our own, renamed when complete: an interrupted build is never taken for an installation.
  const part = `${folder}.part-${process.pid}`;
  removeAbandoned(path.dirname(folder));
  mkdirSync(part, { recursive: true });
  writeFileSync(path.join(part, 'package.json'), '{ "private": true }\n');

  const nodeFolder = own ?? npmNodeFolder(part);
  const env = {
    ...process.env,
    PATH: `${path.join(nodeFolder, 'bin')}:${process.env['PATH'] ?? ''}`,
    npm_config_nodedir: nodeFolder,
    npm_config_build_from_source: 'true',
    // `npm run` and ~/.npmrc would say otherwise: the project forbids scripts, and node-pty's calls npx.
    npm_config_ignore_scripts: 'false',
    npm_config_yes: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_package_lock: 'false',
    npm_config_update_notifier: 'false',
    npm_config_loglevel: 'error',
  };
  const npm = (inFolder: string, ...argv: string[]) => step(inFolder, env, 'npm', ...argv);

  // Scripts are not run at installation: some would download what is not on npm. The needed ones are run after.
  const more = own === undefined ? [npmNode] : [];
  await npm(part, 'install', '--ignore-scripts', `code-server@${version}`, ...more);
  const vscode = path.join(part, 'node_modules/code-server/lib/vscode');
  await npm(vscode, 'install', '--omit=dev', '--ignore-scripts');
  await npm(path.join(vscode, 'extensions'), 'install', '--omit=dev', '--ignore-scripts');
  progress?.('compiling its native modules');
  await npm(part, 'rebuild', 'argon2'); // Loaded at the start, though --auth none needs no password.
  // Without spdlog, output channels stay empty and nothing tells why.
  await npm(vscode, 'rebuild', '@vscode/spdlog', 'native-watchdog', 'node-pty');

  const bin = path.join(vscode, 'node_modules/@vscode/ripgrep/bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(find('rg') ?? '/usr/bin/rg', path.join(bin, 'rg'));
  if (!existsSync(path.join(vscode, 'node_modules.asar'))) {
    symlinkSync('node_modules', path.join(vscode, 'node_modules.asar'));
  }
  const config = { ...env, CODE_SERVER_CONFIG: path.join(part, 'config.yaml') };
  const node = own === undefined ? path.join(nodeFolder, 'bin/node') : process.execPath;
  await step(part, config, node, 'node_modules/code-server/out/node/entry.js', '--version');
  try {
    renameSync(part, folder);
  } catch (error) {
    // Another process was faster: its installation is as good.
    rmSync(part, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}

function removeAbandoned(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const pid = /\.part-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) {
      rmSync(path.join(folder, name), { recursive: true });
    }
  }
}

async function step(cwd: string, env: NodeJS.ProcessEnv, program: string, ...argv: string[]): Promise<void> {
  const result = await runProgram(program, argv, { cwd, env });
  if (result.code === 0) return;
  const last = (result.stdout + result.stderr).trim().split('\n').slice(-8).join('\n');
  const what = `${program} ${argv.join(' ')} (in ${cwd})`;
  throw new EditorError('install', `${what} ended with code ${result.code}. Its last lines:\n${last}`);
}
