import type { Host } from './host/host.ts';
import { HostError } from './host/host.ts';
import { join } from './paths.ts';
import { chirpAttributes } from './protocol.ts';

/** Facts for the job's ad. */
export type ChirpFacts = Readonly<Partial<Record<keyof typeof chirpAttributes, number | string>>>;

/**
 * Puts facts into the job's ad where the pool allows it. Best effort: nothing depends on it. Settles when it is done.
 * @param withCondor root of an HTCondor installation, from --with-condor
 */
export function chirp(host: Host, withCondor: string | undefined, facts: ChirpFacts): Promise<unknown> {
  if (host.environment['_CONDOR_CHIRP_CONFIG'] === undefined) return Promise.resolve();
  const program = findChirp(host, withCondor);
  if (program === undefined) return Promise.resolve();
  const ended: Promise<unknown>[] = [];
  for (const [key, name] of Object.entries(chirpAttributes) as [keyof ChirpFacts, string][]) {
    const fact = facts[key];
    if (fact === undefined) continue;
    const value = typeof fact === 'number' ? String(Math.round(fact)) : JSON.stringify(fact);
    try {
      const child = host.spawn({
        command: [program, 'set_job_attr_delayed', name, value],
        stdin: { kind: 'null' },
        stdout: { kind: 'null' },
        stderr: { kind: 'null' },
        session: false,
      });
      ended.push(child.ended);
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
    }
  }
  return Promise.all(ended);
}

function findChirp(host: Host, withCondor: string | undefined): string | undefined {
  const bin = host.environment['_CONDOR_BIN'];
  const directories = [
    ...(withCondor === undefined ? [] : [join(withCondor, 'libexec'), join(withCondor, 'bin')]),
    ...(bin === undefined ? [] : [join(bin, '../libexec/condor'), join(bin, '../libexec')]),
    '/usr/libexec/condor',
    '/usr/lib/condor/libexec',
    ...(host.environment['PATH'] ?? '').split(':').filter((path) => path.startsWith('/')),
  ];
  return directories
    .map((path) => join(path, 'condor_chirp'))
    .find((path) => host.files.status(path) !== undefined);
}
