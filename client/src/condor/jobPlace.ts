/** Where a job runs, for who looks for its sandbox there. */
import type { Transport } from '../transport/transport.ts';
import { CondorError } from './condorError.ts';
import { formatJobId, type JobId } from './job.ts';
import { runTool, toolFailed } from './tool.ts';

export interface JobPlace {
  /** The execute host's name in the pool. */
  readonly machine: string;
  /** Its address as the pool has it, for messages. */
  readonly address: string | undefined;
  /** The job's name among those of all access points. */
  readonly globalJobId: string;
}

/** Where a job runs now; undefined when it does not. Throws CondorError or TransportError. */
export async function queryJobPlace(
  transport: Transport,
  id: JobId,
  signal?: AbortSignal,
): Promise<JobPlace | undefined> {
  const attributes = ['RemoteHost', 'StartdIpAddr', 'GlobalJobId'];
  const argv = ['condor_q', formatJobId(id), '-json', '-attributes', attributes.join(',')];
  const result = await runTool(transport, argv, { signal });
  if (result.code !== 0) throw toolFailed(argv, result);
  return decodeJobPlace(result.stdout);
}

/** Reads what condor_q prints; nothing at all means no job. Throws CondorError `unexpectedOutput`. */
export function decodeJobPlace(stdout: string): JobPlace | undefined {
  const ad = firstAd(stdout);
  const text = (name: string): string | undefined => {
    const value = ad?.[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const host = text('RemoteHost');
  const globalJobId = text('GlobalJobId');
  if (host === undefined || globalJobId === undefined) return undefined;
  const machine = machineOf(host);
  // It comes into the user's own ssh configuration, which may name commands with it.
  if (!/^[A-Za-z0-9_](?:[A-Za-z0-9_.:-]{0,253})$/.test(machine))
    throw new CondorError(
      'unexpectedOutput',
      `The job’s ad says that it runs on ${JSON.stringify(host)}: expected the name of a slot and a machine, slot1@host. Such a host is not connected to.`,
    );
  // A contact string such as <10.1.2.3:9618?addrs=...>, or <[::1]:9618>.
  const address = /^<\[?([0-9A-Fa-f.:]+?)\]?:\d+[?>]/.exec(text('StartdIpAddr') ?? '')?.[1];
  return { machine, address, globalJobId };
}

/** The machine of a slot: host of slot1@host. */
export const machineOf = (slot: string): string => slot.slice(slot.lastIndexOf('@') + 1);

function firstAd(stdout: string): Readonly<Record<string, unknown>> | undefined {
  if (stdout.trim() === '') return undefined;
  let ads: unknown;
  try {
    ads = JSON.parse(stdout);
  } catch (error) {
    throw new CondorError(
      'unexpectedOutput',
      `condor_q printed something that is no JSON: ${JSON.stringify(stdout.slice(0, 200))}.`,
      { cause: error },
    );
  }
  const first: unknown = Array.isArray(ads) ? ads[0] : undefined;
  return typeof first === 'object' && first !== null ? (first as Record<string, unknown>) : undefined;
}
