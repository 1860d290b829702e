// The habit before every commit: format, types, lint with no warning, unit tests. Needs nothing but `npm ci`.
import { spawn } from 'node:child_process';

const step = (name, args) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('close', (code) => {
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name}`);
      if (code !== 0) console.log(output);
      resolve(code === 0);
    });
  });

const results = await Promise.all([
  step('format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']),
  step('types', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']),
  step('types of the log page', ['node_modules/typescript/bin/tsc', '-p', 'client/src/views/logPane/tsconfig.json']),
  step('lint', ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '--cache', '--cache-location', 'build/eslint', '.']),
]);
const unit = await import('./runTests.mjs');
const result = await unit.runTests('unit', unit.findTests('.test.ts'));
unit.printSummary(result);
process.exit(results.every(Boolean) && result.failed === 0 && result.passed > 0 ? 0 : 1);
