import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildStandin } from '../../scripts/buildStandin.mjs';

/** A DMTCP to run the matrix with. */
export interface Dmtcp {
  /** "stand-in", or what dmtcp_command --version says. */
  readonly name: string;
  readonly standin: boolean;
  /** bin/ and lib/dmtcp/, without symbols: that much less to transfer. */
  readonly root: string;
  /** Tools and libraries as a package has them, absolute; libatomic is not among them. */
  readonly files: readonly string[];
}

/** What a real DMTCP needs and minimal machines lack. */
export const atomic = '/usr/lib/x86_64-linux-gnu/libatomic.so.1';

const toolNames = ['dmtcp_launch', 'dmtcp_coordinator', 'dmtcp_command', 'dmtcp_restart', 'mtcp_restart'];

/** @param from `standin`, or the root of an installation */
export function prepareDmtcp(from: string): Dmtcp {
  const standin = from === 'standin';
  const root = standin ? buildStandin() : stripped(path.resolve(from));
  const libraries = readdirSync(path.join(root, 'lib/dmtcp')).filter((name) => /^libdmtcp.*\.so$/.test(name));
  return {
    name: standin ? 'the DMTCP stand-in' : versionOf(root),
    standin,
    root,
    files: [
      ...toolNames.map((name) => path.join(root, 'bin', name)),
      ...libraries.map((name) => path.join(root, 'lib/dmtcp', name)),
    ],
  };
}

function versionOf(root: string): string {
  // Its exit code is 1, whatever it says.
  const said = spawnSync(path.join(root, 'bin/dmtcp_command'), ['--version'], { encoding: 'utf8' });
  return said.stdout.split('\n')[0]?.trim() ?? root;
}

/** A copy below build/ without symbols, made again when the installation is newer. */
function stripped(root: string): string {
  const target = path.resolve('build/faults/dmtcp', root.replaceAll('/', '_'));
  for (const directory of ['bin', 'lib/dmtcp']) {
    mkdirSync(path.join(target, directory), { recursive: true });
    for (const name of readdirSync(path.join(root, directory))) {
      const [from, to] = [path.join(root, directory, name), path.join(target, directory, name)];
      if (!toolNames.includes(name) && !/^libdmtcp.*\.so$/.test(name)) continue;
      if (existsSync(to) && statSync(to).mtimeMs >= statSync(from).mtimeMs) continue;
      copyFileSync(from, to);
      execFileSync('strip', ['--strip-unneeded', to]);
    }
  }
  return target;
}
