// The main job, for real: a pool, a sshd, an editor, one DMTCP job. `npm run demo [-- --open]`
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { bundleTests } from './runTests.mjs';

execFileSync(process.execPath, ['scripts/package.mjs', '--arch', 'x64'], { stdio: 'inherit' });
const bundle = await bundleTests('demo', ['test/editor/demo.ts']);
const { demo, open } = await import(bundle);
rmSync(bundle);
process.exitCode = await (process.argv.includes('--open') ? open() : demo());
