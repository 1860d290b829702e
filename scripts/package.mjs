// Builds everything and packs it into build/dmtcp-condor.vsix. `node scripts/package.mjs [--arch x64|arm64]...`
// The architectures are those of the shim: both when none is named, without arm64 where its compiler cannot be had.
// Needs no network once the shim was built.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

const vsix = path.resolve('build/dmtcp-condor.vsix');

/** Runs a step; prints what it said only when it fails. */
function step(what, ...argv) {
  const result = spawnSync(process.execPath, argv, { encoding: 'utf8', maxBuffer: 1e8 });
  if (result.status === 0) return;
  console.error(`${what} failed: node ${argv.join(' ')}\n${result.stdout}${result.stderr}`.trimEnd());
  process.exit(1);
}

// A bundle that is no longer built must not be shipped.
mkdirSync('dist', { recursive: true });
for (const name of readdirSync('dist')) if (name.endsWith('.js')) rmSync(path.join('dist', name));
step('Bundling the extension', 'scripts/build.mjs');
const named = process.argv.slice(2);
step('Building the shim', 'scripts/buildShim.mjs', ...named);
if (named.length === 0) {
  const other = spawnSync(process.execPath, ['scripts/buildShim.mjs', '--arch', 'arm64'], {
    encoding: 'utf8',
  });
  if (other.status !== 0)
    console.error(
      `The shim for arm64 was not built, so jobs for such machines cannot be packaged: ${other.stderr.trim()}`,
    );
}

// Everything is bundled, so no dependency is packed; .vscodeignore names what is.
mkdirSync(path.dirname(vsix), { recursive: true });
const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
step(
  'Packing the extension',
  'node_modules/@vscode/vsce/vsce',
  'package',
  ...options,
  '--out',
  `${vsix}.part`,
);
renameSync(`${vsix}.part`, vsix);
console.log(path.relative('.', vsix));
