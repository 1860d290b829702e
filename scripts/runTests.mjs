// Bundles TypeScript tests with esbuild and runs them with node:test, in one process, in the order given.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { inspect } from 'node:util';
import * as esbuild from 'esbuild';

/** Every file below test/ whose name ends with `suffix`, sorted; never the other kind's. */
export const findTests = (suffix) =>
  readdirSync('test', { recursive: true })
    .map((name) => path.join('test', name))
    .filter((name) => name.endsWith(suffix) && (suffix !== '.test.ts' || !name.endsWith('.system.test.ts')))
    .sort();

/** scripts/*.mjs are imported where they are: they find themselves by import.meta. */
const scriptsStayOutside = {
  name: 'scripts',
  setup: (build) => {
    build.onResolve({ filter: /\/scripts\/[A-Za-z]+\.mjs$/ }, ({ path: name, resolveDir }) => ({
      path: path.resolve(resolveDir, name),
      external: true,
    }));
  },
};

/** Bundles TypeScript files of test/ into one below build/test; returns its absolute name. */
export async function bundleTests(name, files) {
  mkdirSync('build/test', { recursive: true });
  // A name of its own: two runs in one checkout do not meet.
  const outfile = path.resolve('build/test', `${name}-${process.pid}.mjs`);
  await esbuild.build({
    stdin: {
      contents: ['test/support/seed.ts', ...files]
        .map((file) => `export * from ${JSON.stringify('./' + file)};`)
        .join('\n'),
      resolveDir: process.cwd(),
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    plugins: [scriptsStayOutside],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}

/**
 * Runs `files` and prints each test as it ends.
 * Returns counts of tests (not of suites): { passed, failed, skipped, skips: [{ name, reason }], failures: [{ name, error }] }.
 */
export async function runTests(name, files) {
  const outfile = await bundleTests(name, files);
  const result = { passed: 0, failed: 0, skipped: 0, skips: [], failures: [] };
  const stream = run({ files: [outfile], concurrency: 1 });
  const leaf = (data) => data.details?.type !== 'suite' && data.name !== outfile;
  stream.on('test:pass', (data) => {
    if (!leaf(data)) return;
    if (data.skip === undefined && data.todo === undefined) result.passed++;
    else {
      result.skipped++;
      result.skips.push({ name: data.name, reason: String(data.skip ?? data.todo) });
    }
  });
  stream.on('test:fail', (data) => {
    // A suite whose tests failed is counted by them; one that failed by itself (a hook, a crash) counts as one.
    const error = data.details?.error;
    if (error?.failureType === 'subtestsFailed') return;
    result.failed++;
    result.failures.push({ name: data.name, error: inspect(error?.cause ?? error) });
  });
  const reporter = new spec();
  const report = stream.compose(reporter);
  report.pipe(process.stdout, { end: false });
  // The report, not the stream: what is printed after it shall stand after it.
  await finished(report);
  rmSync(outfile);
  return result;
}

/** The sum of several results. */
export const total = (results) => ({
  passed: results.reduce((n, r) => n + r.passed, 0),
  failed: results.reduce((n, r) => n + r.failed, 0),
  skipped: results.reduce((n, r) => n + r.skipped, 0),
  skips: results.flatMap((r) => r.skips),
  failures: results.flatMap((r) => r.failures),
});

/** What was skipped and why (a line for each reason), what failed, then the closing line. */
export function printSummary({ passed, failed, skipped, skips, failures }) {
  for (const reason of new Set(skips.map((skip) => skip.reason))) {
    const names = skips.filter((skip) => skip.reason === reason).map((skip) => skip.name);
    console.log(`skipped, ${reason}: ${names.length} (${[...new Set(names)].join('; ')})`);
  }
  for (const { name, error } of failures) console.log(`failed: ${name}\n${error.replaceAll(/^/gm, '  ')}`);
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
}
