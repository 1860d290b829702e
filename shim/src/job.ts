import { numberOf, parseClassAd, stringOf, type ClassAd } from './classAd.ts';
import type { Host } from './host/host.ts';
import { baseName } from './paths.ts';

/** What the shim knows of the job that it runs. */
export interface Job {
  /** "CLUSTER.PROC"; "0.0" outside HTCondor. */
  readonly id: string;
  /** Seconds between the soft kill and the hard kill, when the ads tell. */
  readonly vacateSeconds?: number;
  /** checkpoint_exit_code of the submit file. */
  readonly checkpointExitCode?: number;
  /** Names, in the sandbox, of the files that came with the job. */
  readonly inputs: readonly string[];
}

/** Reads the job's and the machine's ads, whose places HTCondor tells in the environment. */
export function readJob(host: Host): Job {
  const job = readAd(host, host.environment['_CONDOR_JOB_AD'] ?? '.job.ad');
  const machine = readAd(host, host.environment['_CONDOR_MACHINE_AD'] ?? '.machine.ad');
  const cluster = numberOf(job, 'ClusterId');
  const times = [numberOf(job, 'JobMaxVacateTime'), numberOf(machine, 'MachineMaxVacateTime')];
  const known = times.filter((time) => time !== undefined);
  const code = numberOf(job, 'SuccessCheckpointExitCode') ?? numberOf(job, 'CheckpointExitCode');
  const inputs = [stringOf(job, 'TransferInput'), stringOf(job, 'Cmd')]
    .flatMap((list) => list?.split(',') ?? [])
    .map((path) => baseName(path.trim()))
    .filter((name) => name !== '');
  return {
    id: cluster === undefined ? '0.0' : `${cluster}.${numberOf(job, 'ProcId') ?? 0}`,
    inputs,
    ...(known.length > 0 ? { vacateSeconds: Math.min(...known) } : {}),
    ...(code === undefined ? {} : { checkpointExitCode: code }),
  };
}

const readAd = (host: Host, path: string): ClassAd => parseClassAd(host.files.read(path) ?? '');
