// The main job, for real: a pool, a sshd, an editor, one DMTCP job. `npm run demo [-- --open]`
import { execFileSync } from 'node:child_process';
import { bundleTests } from './runTests.mjs';

execFileSync(process.execPath, ['scripts/package.mjs'], { stdio: 'inherit' });
const { demo, open } = await import(await bundleTests('demo', ['test/editor/demo.ts']));
process.exitCode = await (process.argv.includes('--open') ? open() : demo());
