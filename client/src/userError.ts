/** A failure that a person is told about as it stands; anything else is a defect and is logged with its stack. */
export class UserError extends Error {
  constructor(
    message: string,
    /** Offered as buttons under the message. */
    readonly actions: readonly UserAction[] = [],
  ) {
    super(message);
    this.name = 'UserError';
  }
}

export interface UserAction {
  readonly title: string;
  readonly command: string;
  readonly arguments?: readonly unknown[];
}
