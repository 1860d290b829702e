// Bundles everything that runs in the editor into dist/. `node scripts/build.mjs [--watch]`.
// The shim's static executables need a C compiler and are made by scripts/buildShim.mjs.
import { chmodSync } from 'node:fs';
import * as esbuild from 'esbuild';

/** Libraries that the extension loads when it needs them: each in a file of its own, which costs nothing before. */
const later = { ssh2: 'ssh2', languageClient: 'vscode-languageclient/node' };

/** `import('ssh2')` in the extension becomes a require of the file beside it. */
const loadLater = {
  name: 'load later',
  setup: (build) => {
    for (const [file, library] of Object.entries(later)) {
      const filter = new RegExp(`^${library}$`);
      build.onResolve({ filter }, () => ({ path: `./${file}.js`, external: true }));
    }
  },
};

/** Every bundle, by name. test/architecture.test.ts reads their metafiles. */
export const bundles = {
  extension: {
    entryPoints: { extension: 'client/src/extension.ts' },
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    plugins: [loadLater],
    supported: { 'dynamic-import': false },
  },
  ssh2: {
    entryPoints: { ssh2: later.ssh2 },
    platform: 'node',
    format: 'cjs',
    // Its native parts are optional.
    external: ['cpu-features', '*.node'],
  },
  languageClient: {
    entryPoints: { languageClient: later.languageClient },
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  },
  server: {
    entryPoints: { server: 'server/src/start.ts' },
    platform: 'node',
    format: 'cjs',
  },
  lint: {
    entryPoints: { lint: 'server/src/lint.ts' },
    platform: 'node',
    format: 'cjs',
    banner: { js: '#!/usr/bin/env node' },
  },
  webview: {
    entryPoints: { logPane: 'client/src/views/logPane/page.ts' },
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
  },
  shim: {
    entryPoints: { 'shim/shim_dmtcp': 'shim/src/host/node/start.ts' },
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    banner: { js: '#!/usr/bin/env node' },
  },
};

const shared = {
  bundle: true,
  outdir: 'dist',
  target: 'node20',
  minify: !process.argv.includes('--watch'),
  sourcemap: process.argv.includes('--watch'),
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

/** Builds one bundle; with write: false nothing reaches the disk. */
export const build = (name, options = {}) => esbuild.build({ ...shared, ...bundles[name], ...options });

if (process.argv[1] === import.meta.filename) {
  if (process.argv.includes('--watch')) {
    for (const bundle of Object.values(bundles)) {
      await (await esbuild.context({ ...shared, ...bundle })).watch();
    }
  } else {
    await Promise.all(Object.keys(bundles).map((name) => build(name)));
    chmodSync('dist/lint.js', 0o755);
    chmodSync('dist/shim/shim_dmtcp.js', 0o755);
  }
}
