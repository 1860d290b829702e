// Builds the static shim executables: shim/src bundled by esbuild, compiled to bytecode by QuickJS, linked with gcc.
// `node scripts/buildShim.mjs [--arch x64|arm64]...` (default x64) -> dist/shim/linux-ARCH/shim_dmtcp
// QuickJS comes from Debian's source package through apt with lists of its own: the machine's apt is not changed.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';

const suite = 'trixie'; // the first Debian release with QuickJS; older ones build it as well
const sources = ['quickjs', 'dtoa', 'libregexp', 'libunicode', 'cutils', 'quickjs-libc'];
const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'dmtcp-condor');
/** Compilers by the machine they compile for, and the Debian packages that have them. */
export const targets = {
  x64: { gcc: 'gcc', packages: ['gcc', 'libc6-dev'] },
  arm64: { gcc: 'aarch64-linux-gnu-gcc', packages: ['gcc-aarch64-linux-gnu', 'libc6-dev-arm64-cross'] },
};

const run = (command, args, options = {}) =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], ...options });
const found = (command) => spawnSync(command, ['--version']).status === 0;

/** Installs Debian packages when a command is missing. */
function need(command, packages) {
  if (!found(command))
    execFileSync('bash', ['test/support/aptInstall.sh', ...packages], { stdio: 'inherit' });
}

/** The Debian mirror that this machine's apt uses. */
function debianMirror() {
  const lines = run('apt-get', ['indextargets', '--no-release-info', '--format', '$(REPO_URI)']).split('\n');
  const mirror = lines.find((uri) => /\/debian\/?$/.test(uri));
  if (mirror === undefined)
    throw new Error('apt is not configured with a Debian archive: QuickJS cannot be fetched');
  return mirror;
}

/** Downloads and unpacks QuickJS's source once; returns its directory below the cache. */
function quickjsSource() {
  mkdirSync(cache, { recursive: true });
  const have = readdirSync(cache)
    .filter((name) => /^quickjs-[\d.]+$/.test(name))
    .sort()
    .at(-1);
  if (have !== undefined) return path.join(cache, have);
  need('xz', ['xz-utils']);
  const work = mkdtempSync(path.join(cache, 'fetch-'));
  mkdirSync(path.join(work, 'lists/partial'), { recursive: true });
  const keys = '/usr/share/keyrings/debian-archive-keyring.gpg';
  writeFileSync(
    path.join(work, 'source.list'),
    `deb-src [signed-by=${keys}] ${debianMirror()} ${suite} main\n`,
  );
  const apt = [
    '-q',
    '-o',
    `Dir::Etc::SourceList=${work}/source.list`,
    '-o',
    'Dir::Etc::SourceParts=/dev/null',
    '-o',
    `Dir::State::Lists=${work}/lists`,
    '-o',
    `Dir::Cache=${work}/cache`,
    '-o',
    'APT::Sandbox::User=root',
  ];
  run('apt-get', [...apt, 'update'], { cwd: work });
  run('apt-get', [...apt, 'source', '--download-only', 'quickjs'], { cwd: work });
  const archive = readdirSync(work).find((name) => name.endsWith('.orig.tar.xz'));
  run('tar', ['-xf', archive], { cwd: work });
  const unpacked = readdirSync(work).find((name) => /^quickjs-[\d.-]+$/.test(name));
  renameSync(path.join(work, unpacked), path.join(cache, unpacked));
  rmSync(work, { recursive: true });
  return path.join(cache, unpacked);
}

const compileFlags = (source) => [
  '-Os',
  '-ffunction-sections',
  '-fdata-sections',
  '-fwrapv',
  '-D_GNU_SOURCE',
  `-DCONFIG_VERSION="${readFileSync(path.join(source, 'VERSION'), 'utf8').trim()}"`,
  '-isystem',
  source,
];

/** QuickJS's own objects for one architecture, compiled once. */
function quickjsObjects(source, arch) {
  const directory = path.join(source, 'objects', arch);
  const objects = sources.map((name) => path.join(directory, `${name}.o`));
  if (existsSync(path.join(directory, 'complete'))) return objects;
  mkdirSync(directory, { recursive: true });
  for (const [i, name] of sources.entries()) {
    run(targets[arch].gcc, [
      ...compileFlags(source),
      '-w',
      '-c',
      '-o',
      objects[i],
      path.join(source, `${name}.c`),
    ]);
  }
  writeFileSync(path.join(directory, 'complete'), '');
  return objects;
}

/** The bytecode compiler, which runs here. */
function quickjsCompiler(source) {
  const compiler = path.join(source, 'objects', 'qjsc');
  if (!existsSync(compiler)) {
    const partial = `${compiler}.${process.pid}`;
    const definitions = ['-DCONFIG_CC="gcc"', '-DCONFIG_PREFIX="/usr"'];
    const files = [path.join(source, 'qjsc.c'), ...quickjsObjects(source, 'x64')];
    run('gcc', [
      ...compileFlags(source),
      '-w',
      ...definitions,
      '-o',
      partial,
      ...files,
      '-lm',
      '-ldl',
      '-lpthread',
    ]);
    renameSync(partial, compiler);
  }
  return compiler;
}

/** One JavaScript file with the shim and its QuickJS host. */
async function bundle() {
  const result = await esbuild.build({
    entryPoints: ['shim/src/host/quickjs/start.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    external: ['std', 'os', 'native'],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  return result.outputFiles[0].text;
}

/** Builds dist/shim/linux-ARCH/shim_dmtcp unless nothing has changed; returns its path. */
export async function buildShim(arch = 'x64') {
  const native = ['native.c', 'sha256.c', 'sha256.h'].map((name) => path.resolve('shim/native', name));
  const script = await bundle();
  const hash = createHash('sha256')
    .update(arch)
    .update(script)
    .update(readFileSync(import.meta.filename));
  for (const file of native) hash.update(readFileSync(file));
  const fingerprint = hash.digest('hex');
  const out = path.resolve('dist/shim', `linux-${arch}`, 'shim_dmtcp');
  const work = path.resolve('build/shim', arch);
  const stamp = path.join(work, 'stamp');
  if (existsSync(out) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return out;
  need('gcc', targets.x64.packages);
  need(targets[arch].gcc, targets[arch].packages);
  const source = quickjsSource();
  mkdirSync(work, { recursive: true });
  mkdirSync(path.dirname(out), { recursive: true });
  writeFileSync(path.join(work, 'shim.js'), script);
  run(quickjsCompiler(source), ['-e', '-m', '-M', 'native,native', '-o', 'shim.c', 'shim.js'], { cwd: work });
  // -static with dlopen inside: the linker's warning is about a call that never happens.
  const partial = `${out}.${process.pid}`;
  const link = ['-static', '-Wl,--gc-sections', '-s', '-lm', '-ldl', '-lpthread'];
  const objects = native
    .filter((file) => file.endsWith('.c'))
    .map((file) => {
      const object = path.join(work, `${path.basename(file)}.o`);
      run(targets[arch].gcc, [
        ...compileFlags(source),
        '-Wall',
        '-Wextra',
        '-Werror',
        '-c',
        '-o',
        object,
        file,
      ]);
      return object;
    });
  const files = ['shim.c', ...objects, ...quickjsObjects(source, arch)];
  const linked = spawnSync(
    targets[arch].gcc,
    [...compileFlags(source), '-w', '-o', partial, ...files, ...link],
    { cwd: work, encoding: 'utf8' },
  );
  if (linked.status !== 0) throw new Error(`linking ${out} failed:\n${linked.stderr}`);
  renameSync(partial, out);
  writeFileSync(stamp, fingerprint);
  return out;
}

if (process.argv[1] === import.meta.filename) {
  const wanted = process.argv.flatMap((word, i) => (process.argv[i - 1] === '--arch' ? [word] : []));
  for (const arch of wanted.length > 0 ? wanted : ['x64']) {
    if (!(arch in targets)) throw new Error(`--arch ${arch}: expected ${Object.keys(targets).join(' or ')}`);
    console.log(await buildShim(arch));
  }
}
