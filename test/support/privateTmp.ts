import { spawnSync } from 'node:child_process';

/** Why a test cannot give a job a /tmp of its own, as HTCondor does, on this machine; undefined when it can. */
export function privateTmpUnavailable(): string | undefined {
  if (`${process.cwd()}/`.startsWith('/tmp/'))
    return 'this checkout is below /tmp, where a job with a /tmp of its own does not see it: clone it elsewhere';
  const { status } = spawnSync('/usr/bin/unshare', ['--mount', '--propagation', 'private', '/bin/true']);
  return status === 0 ? undefined : 'a /tmp of its own for each job needs root and mount namespaces';
}
