// Before the demo and the tests: installs npm's packages where they are missing or others than package.json asks for.
import { spawnSync } from 'node:child_process';

if (spawnSync('npm', ['ls', '--all'], { stdio: 'ignore' }).status !== 0) {
  const { status } = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
