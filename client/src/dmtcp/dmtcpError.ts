export type DmtcpErrorReason =
  /** No installation in any of the places looked at. */
  | 'notFound'
  /** An installation of which files are missing. */
  | 'incomplete'
  /** Files for another machine than the shim's. */
  | 'wrongArchitecture'
  /** A directory or file that could not be read or written. */
  | 'fileFailed';

/** Says in `message` what was expected, what was found and what to do. */
export class DmtcpError extends Error {
  override readonly name = 'DmtcpError';

  constructor(
    readonly reason: DmtcpErrorReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
