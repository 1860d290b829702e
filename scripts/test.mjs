// Everything that this machine can run: checks, unit tests, then the real programs. Ends with one line of counts.
import { execFileSync } from 'node:child_process';
import { check } from './check.mjs';
import { findTests, printSummary, runTests, total } from './runTests.mjs';

const results = [await check()];
if (results[0].failed === 0) {
  // The packaged extension is what is tested: its build is a step of the tests, not of the checkout.
  execFileSync(process.execPath, ['scripts/package.mjs'], { stdio: 'inherit' });
  results.push(await runTests('system', findTests('.system.test.ts')));
} else {
  console.log('The tests with real programs were not started: the checks above failed.');
}
const result = total(results);
printSummary(result);
process.exit(result.failed > 0 || result.passed === 0 ? 1 : 0);
