import os from 'node:os';
import path from 'node:path';

/** The folder for what is downloaded or built once per machine: the pool's root, the editor. Not created here. */
export function cacheDirectory(): string {
  const cache = process.env['XDG_CACHE_HOME'];
  return path.join(cache ? cache : path.join(os.homedir(), '.cache'), 'dmtcp-condor');
}
