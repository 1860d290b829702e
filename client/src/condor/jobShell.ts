/** Programs inside a running job's sandbox, through condor_ssh_to_job. */
import { fileNames } from '../../../shim/src/protocol.ts';
import { commandLine } from '../logs/followScript.ts';
import { greet, greeting, shellQuote } from '../transport/shellQuote.ts';
import type { ExecResult, Transport } from '../transport/transport.ts';
import { CondorError } from './condorError.ts';
import { formatJobId, type JobId } from './job.ts';
import { queryJob } from './queue.ts';
import { runTool } from './tool.ts';

/** What condor_ssh_to_job ends with where no session comes about: the first ones of a run may come too early. */
const noSession: readonly (number | undefined)[] = [1, 255];
const tries = 4;
const pauseMs = 1000;

/** Runs a shell script (ASCII) in the sandbox. Throws CondorError: jobGone, notRunning, toolFailed, notInstalled. */
export async function runInJob(transport: Transport, id: JobId, script: string): Promise<ExecResult> {
  const name = `Job ${formatJobId(id)}`;
  const argv = ['condor_ssh_to_job', formatJobId(id), commandLine(`${greet}\n${script}`)];
  for (let attempt = 1; ; attempt++) {
    const result = await runTool(transport, argv, { timeoutMs: 60_000 });
    // A login file on the execute host may print something first.
    const [noise = '', ...printed] = result.stdout.split(greeting);
    const stdout = printed.length === 0 ? noise : printed.join(greeting);
    if (result.code === 0) return { ...result, stdout };
    // Why is told by the job's state: HTCondor's words change between versions.
    const job = await queryJob(transport, id);
    if (job === undefined) {
      throw new CondorError(
        'jobGone',
        `${name} has left the queue: its sandbox is gone. Its outputs are on the access point.`,
      );
    }
    if (job.status !== 'running') {
      throw new CondorError(
        'notRunning',
        `${name} is ${job.status}; only a running job has a sandbox to look into.`,
      );
    }
    if (attempt < tries && noSession.includes(result.code)) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      continue;
    }
    const said = result.stderr.trim() || result.stdout.trim() || 'nothing';
    const why = noSession.includes(result.code) ? ' Some pools do not allow it (ENABLE_SSH_TO_JOB).' : '';
    throw new CondorError(
      'toolFailed',
      `The sandbox of job ${formatJobId(id)} could not be used. condor_ssh_to_job said: ${/[.!?]$/.test(said) ? said : `${said}.`}${why}`,
    );
  }
}

export interface SandboxFile {
  /** Relative to the sandbox. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** The regular files of a running job's sandbox, two levels deep, the first thousand by name. */
export async function sandboxListing(transport: Transport, id: JobId): Promise<readonly SandboxFile[]> {
  const script =
    "find . -maxdepth 2 -name '.?*' -prune -o -type f -printf '%s %P\\0' | sort -z -k 2 | head -z -n 1000";
  const { stdout } = await runInJob(transport, id, script);
  return stdout.split('\0').flatMap((record) => {
    const [, size, name] = /^(\d+) ([\s\S]+)$/.exec(record) ?? [];
    return name === undefined ? [] : [{ name, size: Number(size) }];
  });
}

/** The first bytes of a file in the sandbox, as text. */
export async function readSandboxFile(
  transport: Transport,
  id: JobId,
  file: { readonly name: string; readonly maxBytes: number },
): Promise<string> {
  const name = Buffer.from(`./${file.name}`, 'utf8').toString('latin1');
  const { stdout } = await runInJob(transport, id, `head -c ${file.maxBytes} -- ${shellQuote([name])}`);
  return stdout;
}

/**
 * Asks the job's coordinator for a checkpoint; the program goes on. The shim notices it and keeps it as one of those
 * that are made in intervals: the job's logs tell when it is complete, the view with HTCondor's next update of the job.
 */
export async function checkpointNow(transport: Transport, id: JobId): Promise<void> {
  const script = [
    `[ -f ./${fileNames.environment} ] || { echo 'there is no ${fileNames.environment}: no program runs under shim_dmtcp there, or it is not protected yet' >&2; exit 3; }`,
    `. ./${fileNames.environment} || exit 3`,
    'exec dmtcp_command --checkpoint',
  ].join('\n');
  await runInJob(transport, id, script);
}
