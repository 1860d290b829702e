/** What the end of the program means: pure, and the place where DMTCP's failures are told from the program's own. */
import type { Ending } from './host/host.ts';

/** What is found on the disk and in DMTCP's logs after the program's end. */
export interface Evidence {
  /** Half-written images (`*.temp`). */
  readonly temporaries: number;
  /** The restart script and every image that it lists are new since the checkpoint was asked for. */
  readonly renewed: boolean;
  /** What the new images lack to be a checkpoint, where the coordinator told of no end. */
  readonly lacking?: string;
  /** The coordinator began a checkpoint since then and did not complete it. */
  readonly incomplete: boolean;
  /** The first error that DMTCP itself logged during this start. */
  readonly dmtcpError?: string;
  /** The coordinator was told by someone else to kill the program. */
  readonly killed: boolean;
  /** The coordinator refused a process that the program had started by fork(). */
  readonly refusedFork: boolean;
}

export type FailureReason =
  'coordinator' | 'launch' | 'unprotected' | 'restart' | 'refused' | 'checkpoint' | 'dmtcp' | 'killed';

export type Outcome =
  /** The program ended by itself. */
  | { readonly kind: 'completed'; readonly ending: Ending }
  /** Stopped by a proven checkpoint that took so long. */
  | { readonly kind: 'checkpointed'; readonly milliseconds: number; readonly reason: 'vacate' | 'interval' }
  /** Vacated without a new checkpoint; older images are as they were. `gaveUpAfter`: milliseconds, where time was up. */
  | {
      readonly kind: 'vacated';
      readonly message: string;
      readonly attempted: boolean;
      readonly gaveUpAfter?: number;
    }
  | { readonly kind: 'failed'; readonly reason: FailureReason; readonly message: string };

/** What was so when the program ended. */
export interface Circumstances {
  readonly restarting: boolean;
  /** RUNNING=yes had been seen. */
  readonly connected: boolean;
  readonly vacated: boolean;
  /** When a checkpoint was first asked for, milliseconds; undefined: never. */
  readonly askedAt: number | undefined;
  readonly now: number;
}

/** The program is gone: was it its own end, a proven checkpoint, or DMTCP's failure? */
export function judge(ending: Ending, evidence: Evidence, circumstances: Circumstances): Outcome {
  const { restarting, connected, askedAt, now } = circumstances;
  const { renewed, temporaries, incomplete, lacking, dmtcpError, killed, refusedFork } = evidence;
  const asked = askedAt !== undefined;
  const zero = ending.kind === 'code' && ending.code === 0;
  if (asked && zero && renewed && temporaries === 0) {
    const reason = circumstances.vacated ? 'vacate' : 'interval';
    return { kind: 'checkpointed', milliseconds: now - askedAt, reason };
  }
  // A failed checkpoint takes the program with it, by code 99 or a signal. Where one was asked for, doubt is settled
  // against the program's own end: running again from an older image is always right, a lost job never.
  const brokenOff =
    asked && (ending.kind === 'signal' || ending.code === dmtcpFailure || (zero && incomplete));
  if (temporaries > 0 || brokenOff) {
    return failedOrVacated(
      circumstances,
      'checkpoint',
      `the program ended with ${describe(ending)} while its checkpoint was written${because(lacking)}${because(dmtcpError)}`,
    );
  }
  if (killed) {
    return failedOrVacated(
      circumstances,
      'killed',
      'the program was killed through dmtcp_command, not by the shim',
    );
  }
  // Not a failed restart: it worked, and the program went on. Its images are not to blame, so that no older ones take
  // their place; and it is not restarted in place, which would do again, unasked, what it has done since its checkpoint.
  if (restarting && !connected && !zero && refusedFork) {
    return failedOrVacated(
      circumstances,
      'refused',
      `the program ended with ${describe(ending)} right after its restart, because the coordinator did not know yet that it ran ` +
        `and refused a process that it started${because(dmtcpError)}. That is a race inside DMTCP, which a later start hardly ` +
        'meets again; here it is not started again, because it has done some of what comes after its checkpoint',
    );
  }
  const dmtcps = ending.kind === 'signal' || ending.code === dmtcpFailure;
  if (!connected && !zero && (dmtcpError !== undefined || (restarting && dmtcps))) {
    const reason = restarting ? 'restart' : 'launch';
    return failedOrVacated(
      circumstances,
      reason,
      `the ${reason} ended with ${describe(ending)}${because(dmtcpError)}`,
    );
  }
  if (ending.kind === 'code' && ending.code === dmtcpFailure && dmtcpError !== undefined) {
    return failedOrVacated(
      circumstances,
      'dmtcp',
      `DMTCP ended the program with ${describe(ending)}${because(dmtcpError)}`,
    );
  }
  // No program ends itself so: it was the kernel (out of memory) or someone else, and its images are worth keeping.
  if (ending.kind === 'signal' && ending.signal === sigkill) {
    return failedOrVacated(
      circumstances,
      'killed',
      'the program was killed from outside by signal 9 (SIGKILL): out of memory? Then more request_memory is the cure',
    );
  }
  return { kind: 'completed', ending };
}

const sigkill = 9;

/** Exit code of DMTCP's own failures, which a program may use as well. */
const dmtcpFailure = 99;

const because = (error: string | undefined): string => (error === undefined ? '' : `: ${error}`);

/** In words, for messages. */
export const describe = (ending: Ending): string =>
  ending.kind === 'code' ? `code ${ending.code}` : `signal ${ending.signal}`;

/** A failure during an eviction loses nothing: the job starts again from the images that it has. */
const failedOrVacated = (circumstances: Circumstances, reason: FailureReason, message: string): Outcome =>
  circumstances.vacated
    ? { kind: 'vacated', message, attempted: circumstances.askedAt !== undefined }
    : { kind: 'failed', reason, message };
