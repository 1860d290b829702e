// The tests that need the machine: compiler, pool, sshd, editor. `node scripts/system.mjs [FILE...]`
import { findTests, printSummary, runTests } from './runTests.mjs';

const files = process.argv.slice(2).length > 0 ? process.argv.slice(2) : findTests('.system.test.ts');
const result = await runTests('system', files);
printSummary(result);
process.exit(result.failed > 0 ? 1 : 0);
