/** A start that cannot go on: the message says what was expected, what was found, and what to do. */
export class ShimFailure extends Error {
  /** @param code exit code of the shim: 125 for its own failures, 126 and 127 for a program that cannot be run */
  constructor(
    readonly reason:
      'manifest' | 'dmtcp missing' | 'dmtcp broken' | 'program' | 'images' | 'host' | 'sandbox',
    message: string,
    readonly code = 125,
  ) {
    super(message);
    this.name = 'ShimFailure';
  }
}
