/** The name that the packaged shim has beside the submit file. */
export const shimName = 'shim_dmtcp';

/** What a job under shim_dmtcp needs, besides its executable and arguments; the DMTCP snippet says the same. */
export const recipe: readonly (readonly [string, string])[] = [
  ['should_transfer_files', 'YES'],
  ['when_to_transfer_output', 'ON_EXIT_OR_EVICT'],
  ['kill_sig', 'SIGINT'],
  // False would end a held job at once, without a checkpoint.
  ['want_graceful_removal', 'True'],
  // A shim that was killed, or that could do nothing on one machine (its exit code 125), has not finished the job: it runs
  // again, and is held when that happens the third time.
  ['on_exit_remove', 'ExitBySignal == False && ExitCode =!= 125'],
  ['on_exit_hold', '(ExitBySignal || ExitCode == 125) && NumJobCompletions >= 3'],
  ['on_exit_hold_reason', '"shim_dmtcp failed three times; the file of --log says why"'],
];

/** How a condition of the plain job goes together with the recipe's. */
export const joined: ReadonlyMap<string, '&&' | '||'> = new Map([
  ['on_exit_remove', '&&'],
  ['on_exit_hold', '||'],
]);

/** With a list of outputs, only what is listed travels: what a checkpoint needs must be in it. */
export const outputList = 'transfer_output_files';

/** Where the outputs are known, HTCondor can be given a checkpoint every half hour as well: a machine may die. */
export const handOver = {
  options: ['--ckptint', '1800', '--ckptdir', 'ckpt'],
  code: ['checkpoint_exit_code', '85'],
  list: 'transfer_checkpoint_files',
  /** What a checkpoint needs, besides the program's own files. */
  files: [
    'ckpt',
    'shim_dmtcp.$(Cluster).$(Process).state.json',
    'shim_dmtcp.$(Cluster).$(Process).jsonl',
    'shim.$(Cluster).$(Process).log',
  ],
} as const;

/** Where outputs go whose names have a directory: in the sandbox they have none. */
export const remaps = 'transfer_output_remaps';

/** Begins the comments by which Unwrap knows what Wrap changed: `NAME = value`, or `no NAME, NAME`. */
export const markerStart = '# Without shim_dmtcp: ';

export const shimLog = 'shim.$(Cluster).$(Process).log';
export const shimOutput = 'shim.$(Cluster).$(Process).out';
export const shimError = 'shim.$(Cluster).$(Process).err';
