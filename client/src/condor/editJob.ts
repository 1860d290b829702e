import type { Transport } from '../transport/transport.ts';
import { formatJobId, type HoldReason, type JobId } from './job.ts';
import { runTool, toolFailed } from './tool.ts';

/** An attribute of a queued job that a person may want to change before it runs again. */
export interface Editable {
  readonly attribute: string;
  readonly label: string;
  /** What to write: an expression. */
  readonly hint: string;
  /** Holds that it is the usual cure of. */
  readonly cures?: (hold: HoldReason) => boolean;
}

/** HTCondor's hold codes: 34 over what was asked for (subcode 102 memory, 104 disk), 13 an input that is not there. */
export const editables: readonly Editable[] = [
  {
    attribute: 'RequestMemory',
    label: 'Memory',
    hint: 'megabytes, such as 4096',
    cures: ({ code, subcode }) => code === 34 && subcode !== 104,
  },
  {
    attribute: 'RequestDisk',
    label: 'Disk',
    hint: 'kilobytes, such as 8388608',
    cures: ({ code, subcode }) => code === 34 && subcode === 104,
  },
  { attribute: 'RequestCpus', label: 'Processors', hint: 'a number, such as 2' },
  { attribute: 'Requirements', label: 'Requirements', hint: 'a ClassAd expression' },
  { attribute: 'JobMaxVacateTime', label: 'Time to checkpoint at a vacate', hint: 'seconds, such as 600' },
  { attribute: 'JobPrio', label: 'Priority among your own jobs', hint: 'a number; more is sooner' },
  {
    attribute: 'TransferInput',
    label: 'Input files',
    hint: 'a string in double quotes, names separated by commas',
    cures: ({ code }) => code === 13,
  },
];

/** The expression of an attribute as the queue has it; '' where it has none. */
export async function attributeOf(transport: Transport, id: JobId, attribute: string): Promise<string> {
  const argv = ['condor_q', formatJobId(id), '-af:r', attribute];
  const result = await runTool(transport, argv);
  if (result.code !== 0) throw toolFailed(argv, result);
  const value = result.stdout.trim();
  return value === 'undefined' ? '' : value;
}

/** Sets an attribute to an expression. Throws CondorError `toolFailed` with condor_qedit's own words. */
export async function editJob(
  transport: Transport,
  id: JobId,
  { attribute, expression }: { readonly attribute: string; readonly expression: string },
): Promise<void> {
  const argv = ['condor_qedit', formatJobId(id), attribute, expression];
  const result = await runTool(transport, argv);
  if (result.code !== 0) throw toolFailed(argv, result);
}
