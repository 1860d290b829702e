/**
 * A running job's sandbox, entered by who logs in to its execute host. It is found by the job's own process, so that
 * what HTCondor mounts for that alone (its /tmp, a disk of its own, an encrypted one) is seen as the job sees it.
 */
import { shellQuote } from '../transport/shellQuote.ts';
import { bytesOf, commandLine, followScript, type FollowOptions } from './followScript.ts';

/** The job's own root directory, held open: it outlives the process that it was found by. */
const root = '/proc/self/fd/3';

/**
 * Argument: GlobalJobId. Goes into the sandbox; where there is none, says why and ends with 3. Only processes and
 * directories of the user who logs in count, and only with the job's own ad. The sessions of condor_ssh_to_job, which
 * have the same variables, know the job's processes: the job itself does not. Of two sandboxes on the way from one run to
 * the next the later one counts, and of a job's processes the one that HTCondor started.
 */
const enterScript = String.raw`
LC_ALL=C
export LC_ALL
best=-1 process= place= others=0
for e in $(grep -lsz '^_CONDOR_SCRATCH_DIR=' /proc/[0-9]*/environ); do
  p=$(echo "$e" | tr -dc 0-9)
  [ -O "/proc/$p" ] || continue
  v="
$(tr '\000\n' '\n\001' <"$e" 2>/dev/null)"
  case $v in *"
_CONDOR_JOB_PIDS="[0-9]*) continue;; esac
  d=$(printf '%s\n' "$v" | sed -n 's/^_CONDOR_SCRATCH_DIR=//p' | head -n 1)
  cd -- "/proc/$p/root$d" 2>/dev/null && [ -O . ] && [ -f .job.ad ] && [ ! -L .job.ad ] || continue
  grep -Fxqs -e "GlobalJobId = \"$1\"" .job.ad || { others=$((others+1)); continue; }
  n=$(sed -n 's/^JobCurrentStartDate = \([0-9][0-9]*\)$/\1/p' .job.ad | head -n 1)
  [ -n "$n" ] || n=0
  n=$((2 * n))
  case $v in *"
_CONDOR_ANCESTOR_"*"=$p:"*) n=$((n+1));; esac
  [ $n -gt $best ] && best=$n process=$p place=$d
done
[ -n "$process" ] || {
  printf '%s\n' "expected a process of $(id -un) (user id $(id -u)) in the sandbox of job $1 there, found none of that job and $others in other sandboxes. The job may run as another user (a slot’s own, or nobody), whose files only condor_ssh_to_job reaches" >&2
  exit 3
}
exec 3<"/proc/$process/root" && cd -- "${root}$place" || exit 3
export _CONDOR_JOB_PIDS=$process`;

/** The program that follows the files of a job's sandbox, for its execute host. Ends with the job's first process. */
export function followOnHost(globalJobId: string, options: FollowOptions): readonly string[] {
  const script = `set -- ${shellQuote([bytesOf(globalJobId)])}\n${Buffer.from(enterScript).toString('latin1')}\n${followScript(seenFromHost(options))}`;
  return ['sh', '-c', commandLine(script)];
}

/** Absolute names begin at the job's root, not at the host's. */
function seenFromHost({ sets, positions, ...rest }: FollowOptions): FollowOptions {
  return {
    ...rest,
    positions: new Map([...positions].map(([path, position]) => [hostPath(path), position])),
    sets: sets.map(({ directory, names }) => ({
      directory: hostPath(directory),
      names: directory === '' && names.kind === 'literal' ? { ...names, name: hostPath(names.name) } : names,
    })),
  };
}

const hostPath = (path: string): string => (path.startsWith('/') ? root + path : path);

/** A path of the follower on the execute host, as the job has it. */
export const jobPath = (path: string): string =>
  path.startsWith(`${root}/`) ? path.slice(root.length) : path;
