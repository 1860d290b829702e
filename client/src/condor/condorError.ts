/** Why something asked of HTCondor did not happen. */
export type CondorErrorReason =
  /** HTCondor's tools are not there. */
  | 'notInstalled'
  /** The job is neither in the queue nor, where it matters, in the history. */
  | 'jobGone'
  | 'notRunning'
  | 'alreadyHeld'
  | 'notHeld'
  /** The tool failed; its words are in the message. */
  | 'toolFailed'
  /** The tool said something that this version cannot read. */
  | 'unexpectedOutput';

/** Says in `message` what was expected, what was found and what to do. */
export class CondorError extends Error {
  override readonly name = 'CondorError';

  constructor(
    readonly reason: CondorErrorReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
