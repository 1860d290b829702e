/** Jobs that print numbered lines, for tests that look at them in an editor. */
import assert from 'node:assert/strict';
import { inPool } from '../pool/inPool.ts';
import type { Pool } from '../pool/pool.ts';
import { until } from '../support/until.ts';

/** Prints so many lines a second, every 50 ms or as many seconds as it is told, for ten minutes. */
const printer = `#!/bin/sh
trap 'exit 0' INT TERM
perl -e '$| = 1; my $n = 0; my $end = time + 600; my ($rate, $pause) = (@ARGV, 0.05);
while (time < $end) { for (1 .. $rate * $pause + 0.5) { $n++; print "line $n of the flood, which is as long as lines of logs are\\n";
print "[4000" . $n / 50 % 2 . "] WARNING at program.cpp:$n in main\\n" if $n % 50 == 0 } select undef, undef, undef, $pause }' "$@" &
wait
`;
const submitFile = (more: string, count: number): string => `executable = printer.sh
arguments = 20
output = out.$(Cluster).$(Process)
log = queue.log
should_transfer_files = YES
when_to_transfer_output = ON_EXIT
request_memory = 32
request_disk = 1024
${more}
queue ${count}
`;

/** Submits jobs on the access point itself, by a file `name`.sub with `more` commands; the cluster. */
export async function submitPrinters(pool: Pool, name: string, more: string, count = 1): Promise<string> {
  const write = (file: string, text: string) =>
    inPool(pool, pool.user, `mkdir -p queue && cat >queue/${file} && chmod +x queue/${file}`, text);
  await write('printer.sh', printer);
  await write(`${name}.sub`, submitFile(more, count));
  const said = await inPool(pool, pool.user, `cd queue && condor_submit -terse ${name}.sub`);
  const cluster = /^(\d+)\.0 - /m.exec(said)?.[1];
  assert.ok(cluster !== undefined, said);
  return cluster;
}

/** The pool as an entry of the setting dmtcpCondor.accessPoints. */
export const accessPointOf = ({ host, sshPort: port, user, privateKeyFile, knownHostsFile }: Pool) => ({
  ...{ name: 'test pool', host, port, user, identityFile: privateKeyFile, knownHostsFile },
});

/** Settings with the pool as the only access point, of which `more` is said. */
export const poolSettings = (
  pool: Pool,
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => ({
  'dmtcpCondor.accessPoints': [{ ...accessPointOf(pool), ...more }],
  'dmtcpCondor.queueInterval': 1,
});

/** Kills the pool's sshd with all of its connections, as a machine that restarts does. */
export async function killSshd(pool: Pool): Promise<void> {
  const pids = `ps -eo pid=,args= | awk '$2 ~ /^sshd(-session|-auth)?:$/ { print $1 }'`;
  // Some end by themselves as soon as their parents are gone, and one that was just made may have been missed.
  const script = `kill -9 $(${pids}) 2>/dev/null; test -z "$(${pids})"`;
  await until('sshd is gone', async () => (await pool.exec('root', ['sh', '-c', script])).code === 0);
}

export async function startSshd(pool: Pool): Promise<void> {
  await inPool(pool, 'root', '/usr/sbin/sshd');
}
