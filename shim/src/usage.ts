/** Exit code of the shim's own failures, as of env, nice and timeout. */
export const shimFailure = 125;

/** `shim_dmtcp --help`. */
export const usage = `Usage: shim_dmtcp [options] ./foo [arg ...]

Runs ./foo under DMTCP as an HTCondor job, so that an eviction loses no work: on SIGINT or SIGTERM the program is
checkpointed and killed; the next start of the job, in whatever sandbox, continues from the checkpoint.

Files
  --log F            what the shim does, one line per step (appended; default: none)
  --stdin F          the program's standard input (default: empty)
  --stdout F         its standard output, appended. Default: kept in shim_dmtcp.JOB.out and, when the program has
  --stderr F         ended, copied to the shim's own output. Likewise standard error (.err).
  --ckptdir D        where proven images are kept (default: the sandbox itself; also DMTCP_CHECKPOINT_DIR)
  --with-dmtcp D     DMTCP is in D: D/bin and D/lib/dmtcp, or all files flat in D
                     (default: flat files in the sandbox, else D/bin/dmtcp_launch found through PATH)
  --with-condor D    HTCondor is in D. Nothing needs it: only condor_chirp is looked for there, which shows the
                     last checkpoint in the job's ad; without the option it is found beside the starter.
Checkpoints
  --ckptint S        also checkpoint every S seconds (default: only when the job is evicted). Where the submit file
                     has checkpoint_exit_code, each one is handed to HTCondor, which keeps it: a machine that dies
                     costs one interval. Else it stays on the machine until an eviction.
  --checkpoint-exit-code N|auto|none   the exit code that hands it over (default: auto, the job ad's)
  --gzip auto|on|off compressed images are smaller and take longer (default: auto, off when request_memory could not
                     be compressed in the time allowed; also DMTCP_GZIP)
  --checkpoint-timeout S   an eviction's checkpoint is given up after S seconds (default: what the job's and the
                     machine's ads allow, less 3)
Restarts
  --generations N    proven image sets that are kept, the newest included (default 2): when one does not restart, the
                     one before it is tried
  --tries N          starts that may find no set to restart from, each on the machine that HTCondor chooses (default
                     3); then the program begins again. Images are set aside (NAME.bad-N), never deleted.
  --start-timeout S  a program that is not protected after S seconds is stopped (default: 60 and the time to read the
                     images)
  --guard on|off     refuse a machine that lacks what the images need (default on)
Other
  --allow-unprotected  run on when DMTCP cannot protect the program; else that is a failure
  --doctor           no job: try everything on this machine (tools, disk, time allowed, a checkpoint, a restart in a
                     moved directory) with a small program, or with the one that is given, in a directory of its own;
                     one JSON object a line on standard output, for people on standard error. Exit code 0: all is well
  --help, --version

Each option has a twin in the environment: SHIM_DMTCP_STDOUT=F for --stdout F, SHIM_DMTCP_START_TIMEOUT=S
for --start-timeout S; flags are set by 1. The command line comes first. Options end before the program.

In the submit file (outputs that are not known before: no transfer_output_files):
  executable = shim_dmtcp
  arguments = "--log shim.$(Cluster).$(Process).log --stdout foo.$(Cluster).$(Process).out ./foo arg1"
  transfer_input_files = foo, <the files that "DMTCP: Package" put beside the submit file>
  should_transfer_files = YES
  when_to_transfer_output = ON_EXIT_OR_EVICT
  kill_sig = SIGINT
  want_graceful_removal = True
  on_exit_remove = ExitBySignal == False && ExitCode =!= 125
  on_exit_hold = (ExitBySignal || ExitCode == 125) && NumJobCompletions >= 3

Exit code: the program's own; 128+N when it died of signal N; 126 and 127: it cannot be run. 125: the shim can do
nothing on this machine and says why in its log; images are kept, and the two lines above let the job run again, held
after the third time. A program's own 125, or checkpoint_exit_code, would be mistaken for that: HTCondor is told 1.
After an eviction: checkpoint_exit_code when the job has one, else 130 (SIGINT) or 143 (SIGTERM).
Files: shim_dmtcp.JOB.jsonl (events), .state.json (what the next start needs: sets of images, newest first), .dmtcp.log
(DMTCP's own logs).
By hand, in the sandbox (condor_ssh_to_job):  . ./shim_dmtcp.env; dmtcp_command --status
`;
