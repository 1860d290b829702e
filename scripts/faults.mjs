// The fault matrix (test/faults): every program under every fault, each a real run. `npm run test:faults -- --help`
import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { bundleTests } from './runTests.mjs';

const outfile = await bundleTests('faults', ['test/faults/matrix.ts']);
let code;
try {
  const { main } = await import(pathToFileURL(outfile).href);
  code = await main(process.argv.slice(2));
} finally {
  rmSync(outfile);
}
process.exit(code);
