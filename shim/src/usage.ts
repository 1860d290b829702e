/** Exit code of the shim's own failures, as of env, nice and timeout. */
export const shimFailure = 125;

/** `shim_dmtcp --help`. */
export const usage = `Usage: shim_dmtcp [options] ./foo [arg ...]

Runs ./foo under DMTCP as an HTCondor job, so that an eviction loses no work: on SIGINT or SIGTERM the program is
checkpointed and killed; the next start of the job, in whatever sandbox, continues from the checkpoint.

  --log F            what the shim does, one line per step (appended; default: none)
  --stdin F          the program's standard input (default: empty)
  --stdout F         its standard output, appended. Default: kept in shim_dmtcp.JOB.out and, when the program has
  --stderr F         ended, copied to the shim's own output. Likewise standard error (.err).
  --ckptint S        also checkpoint every S seconds (default: only when the job is evicted)
  --ckptdir D        where proven images are kept (default: DMTCP_CHECKPOINT_DIR, else the sandbox itself)
  --with-dmtcp D     DMTCP is in D: D/bin and D/lib/dmtcp, or all files flat in D
                     (default: flat files in the sandbox, else D/bin/dmtcp_launch found through PATH)
  --with-condor D    HTCondor is in D: where condor_chirp is looked for (optional)
  --allow-unprotected  run on when DMTCP cannot protect the program; else that is a failure
  --help, --version

In the submit file:
  executable = shim_dmtcp
  arguments = --log shim.log --stdout foo.out ./foo arg1
  transfer_input_files = foo, <the files that "DMTCP: Package" put beside the submit file>
  should_transfer_files = YES
  when_to_transfer_output = ON_EXIT_OR_EVICT
  kill_sig = SIGINT

Exit code: the program's own; 128+N when it died of signal N. 125: the shim failed and says why in its log; images
are kept. After an eviction: checkpoint_exit_code when the job has one, else 130 (SIGINT) or 143 (SIGTERM).
Files: shim_dmtcp.JOB.jsonl (events), .state.json (what the next start needs), .dmtcp.log (DMTCP's own logs).
By hand, in the sandbox (condor_ssh_to_job):  . ./shim_dmtcp.env; dmtcp_command --status
`;
