// What benches begin with.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

/** Bundles the sources that a bench measures, named by `contents` in exports, into build/bench; the URL to import. */
export async function bundleParts(name, contents, options = {}) {
  const outfile = path.resolve('build/bench', name);
  await esbuild.build({
    stdin: { contents, resolveDir: process.cwd() },
    outfile,
    bundle: true,
    platform: 'node',
    // ssh2 requires what it finds at run time, which modules of the other kind cannot.
    format: name.endsWith('.cjs') ? 'cjs' : 'esm',
    target: 'node20',
    minify: true,
    external: ['*.node', 'cpu-features'],
    logLevel: 'warning',
    ...options,
  });
  return pathToFileURL(outfile).href;
}

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
