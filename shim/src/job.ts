import { numberOf, parseClassAd, stringOf, type ClassAd } from './classAd.ts';
import type { Host } from './host/host.ts';
import { baseName } from './paths.ts';
import { chirpAttributes } from './protocol.ts';
import { shimFailure } from './usage.ts';

/** What the shim knows of the job that it runs. */
export interface Job {
  /** "CLUSTER.PROC"; "0.0" outside HTCondor. */
  readonly id: string;
  /** Seconds between the soft kill and the hard kill, when the ads tell. */
  readonly vacateSeconds?: number;
  /** checkpoint_exit_code of the submit file. */
  readonly checkpointExitCode?: number;
  /** Memory asked for, MB. */
  readonly requestMemory?: number;
  /** Names, in the sandbox, of the files that HTCondor must find when the job stops (transfer_output_files and such). */
  readonly listed: readonly string[];
  /** Starts in a row that found nothing to restart from, as an earlier start told the job's ad. */
  readonly failedStarts: number;
  /** on_exit_remove or on_exit_hold treats the shim's own failure by its exit code. */
  readonly retriesFailures: boolean;
  /** What HTCondor knows of this machine. */
  readonly machineAd: ClassAd;
  /** Names, in the sandbox, of the files that came with the job. */
  readonly inputs: readonly string[];
}

/** Reads the job's and the machine's ads, whose places HTCondor tells in the environment. */
export function readJob(host: Host): Job {
  const job = readAd(host, host.environment['_CONDOR_JOB_AD'] ?? '.job.ad');
  const machine = readAd(host, host.environment['_CONDOR_MACHINE_AD'] ?? '.machine.ad');
  const cluster = numberOf(job, 'ClusterId');
  const vacateSeconds = vacateSecondsOf(job, machine);
  const code = numberOf(job, 'SuccessCheckpointExitCode') ?? numberOf(job, 'CheckpointExitCode');
  const memory = numberOf(job, 'RequestMemory');
  const inputs = [stringOf(job, 'TransferInput'), stringOf(job, 'Cmd')]
    .flatMap((list) => list?.split(',') ?? [])
    .map((path) => baseName(path.trim()))
    .filter((name) => name !== '');
  return {
    id: cluster === undefined ? '0.0' : `${cluster}.${numberOf(job, 'ProcId') ?? 0}`,
    inputs,
    listed: ['TransferOutput', 'TransferCheckpoint']
      .flatMap((name) => stringOf(job, name)?.split(',') ?? [])
      .map((path) => path.trim())
      .filter((path) => path !== '' && !path.includes('://')),
    failedStarts: numberOf(job, chirpAttributes.failedStarts) ?? 0,
    retriesFailures: ['onexitremove', 'onexithold'].some((name) => namesFailure(job.get(name) ?? '')),
    machineAd: machine,
    ...(memory === undefined ? {} : { requestMemory: memory }),
    ...(vacateSeconds === undefined ? {} : { vacateSeconds }),
    ...(code === undefined ? {} : { checkpointExitCode: code }),
  };
}

/** Seconds from the soft kill to the hard kill: the smaller of what the job asks for and the machine allows. */
export function vacateSecondsOf(job: ClassAd, machine: ClassAd): number | undefined {
  // kill_sig_timeout is the older command, which HTCondor reads where the newer one is not set.
  const wanted = numberOf(job, job.has('jobmaxvacatetime') ? 'JobMaxVacateTime' : 'KillSigTimeout');
  const allowed = numberOf(machine, 'MachineMaxVacateTime');
  const known = [wanted, allowed].filter((time) => time !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

const namesFailure = (expression: string): boolean =>
  new RegExp(`\\bExitCode\\s*[=!?<>]+\\s*${shimFailure}\\b`, 'i').test(expression);

const readAd = (host: Host, path: string): ClassAd => parseClassAd(host.files.read(path) ?? '');
