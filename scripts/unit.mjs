// The unit tests: no VS Code, no network, no real clock. `node scripts/unit.mjs [FILE...]`
import { findTests, printSummary, runTests } from './runTests.mjs';

const files = process.argv.slice(2).length > 0 ? process.argv.slice(2) : findTests('.test.ts');
const result = await runTests('unit', files);
printSummary(result);
process.exit(result.failed > 0 || result.passed === 0 ? 1 : 0);
