// The habit before every commit: format, types, lint with no warning, unit tests. Needs nothing but `npm ci`.
import { spawn } from 'node:child_process';
import { findTests, printSummary, runTests, total } from './runTests.mjs';

/** Runs one tool; prints its output only when it fails. Counts as one test. */
const step = (name, args) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('close', (code) => {
      console.log(code === 0 ? `✔ ${name}` : `✖ ${name}\n${output}`);
      const failures = code === 0 ? [] : [{ name, error: 'see its output above' }];
      resolve({ passed: code === 0 ? 1 : 0, failed: failures.length, skipped: 0, skips: [], failures });
    });
  });

/** Format, types, lint, unit tests: { passed, failed, skipped, skips }. */
export async function check() {
  const steps = await Promise.all([
    step('format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']),
    step('types', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']),
    step('types of the log page', [
      'node_modules/typescript/bin/tsc',
      '-p',
      'client/src/views/logPane/tsconfig.json',
    ]),
    step('lint', [
      'node_modules/eslint/bin/eslint.js',
      '--max-warnings=0',
      '--cache',
      '--cache-location',
      'build/eslint',
      '.',
    ]),
  ]);
  return total([...steps, await runTests('unit', findTests('.test.ts'))]);
}

if (process.argv[1] === import.meta.filename) {
  const result = await check();
  printSummary(result);
  process.exit(result.failed > 0 ? 1 : 0);
}
