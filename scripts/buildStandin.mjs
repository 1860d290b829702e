// Builds the DMTCP stand-in (test/standin/*.c, a test double) into build/standin/{bin,lib/dmtcp}, and its sample
// program into build/standin/counter; for arm64 into build/standin-arm64. Does nothing when the sources have not
// changed. `node scripts/buildStandin.mjs`
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { targets } from './buildShim.mjs';

const source = 'test/standin';
// libdmtcp.so last: that it is there means that all is.
const products = [
  { out: 'counter', from: ['counter.c'], flags: ['-rdynamic'] },
  { out: 'bin/dmtcp_coordinator', from: ['coordinator.c', 'common.c'] },
  { out: 'bin/dmtcp_command', from: ['command.c', 'common.c'] },
  { out: 'bin/dmtcp_launch', from: ['launch.c', 'common.c'] },
  { out: 'bin/dmtcp_restart', from: ['restart.c', 'common.c', 'image.c'] },
  ...['alloc', 'dl', 'ipc', 'svipc', 'timer', 'pid'].map((name) => ({
    out: `lib/dmtcp/libdmtcp_${name}.so`,
    from: ['plugin.c'],
    flags: ['-shared', '-fPIC', '-nostdlib'],
  })),
  {
    out: 'lib/dmtcp/libdmtcp.so',
    from: ['worker.c', 'common.c', 'image.c'],
    flags: ['-shared', '-fPIC', '-pthread'],
  },
];

const sources = () => readdirSync(source).filter((name) => /\.[ch]$/.test(name));

const fingerprint = () => {
  const hash = createHash('sha256').update(readFileSync(import.meta.filename));
  for (const name of sources()) hash.update(name).update(readFileSync(path.join(source, name)));
  return hash.digest('hex');
};

/** Builds what is not up to date; returns the directory with bin/ and lib/dmtcp/ (an installation, as DMTCP_ROOT names one). */
export function buildStandin(arch = 'x64') {
  const target = arch === 'x64' ? 'build/standin' : `build/standin-${arch}`;
  const stamp = path.join(target, 'stamp');
  const wanted = fingerprint();
  const root = path.resolve(target);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return root;
  rmSync(target, { recursive: true, force: true });
  mkdirSync(path.join(target, 'bin'), { recursive: true });
  mkdirSync(path.join(target, 'lib/dmtcp'), { recursive: true });
  for (const { out, from, flags = [] } of products) {
    const files = from.map((name) => path.join(source, name));
    const common = ['-std=gnu11', '-O1', '-g0', '-s', '-Wall', '-Wextra', '-Wno-format-truncation'];
    execFileSync(targets[arch].gcc, [...common, '-o', path.join(target, out), ...files, ...flags], {
      stdio: 'inherit',
    });
  }
  linkSync(path.join(target, 'bin/dmtcp_restart'), path.join(target, 'bin/mtcp_restart'));
  writeFileSync(stamp, wanted);
  return root;
}

if (process.argv[1] === import.meta.filename) console.log(buildStandin());
