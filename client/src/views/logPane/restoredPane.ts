/** Which job a log pane is of that comes back after the window was loaded again. No vscode, so that it can be tested. */
import { formatJobId, parseJobId, type JobId } from '../../condor/job.ts';
import { isPassingReason } from '../../transport/passing.ts';
import type { Transport } from '../../transport/transport.ts';
import { UserError } from '../../userError.ts';
import { readPaneState } from './paneState.ts';

export interface RestoredPane {
  /** What its page kept: untrusted. Nothing where nobody had looked at the pane, so that it had no page yet. */
  readonly state: unknown;
  readonly title: string;
  /** Names of the access points that there are now. */
  readonly accessPoints: readonly string[];
}

/** The title of a job's pane; it says where the job is when that is a question. */
export const paneTitle = (id: JobId, accessPoint: string, accessPoints: readonly string[]): string =>
  `Job ${formatJobId(id)}${accessPoints.length > 1 ? ` on ${accessPoint}` : ''}`;

/** The job that the pane followed, by what its page kept, else by its title. Throws UserError where that is unknown. */
export function restoredJob({ state, title, accessPoints }: RestoredPane): {
  readonly accessPoint: string;
  readonly id: JobId;
} {
  const kept = readPaneState(state);
  const id = parseJobId(kept?.job ?? /^Job (\d+\.\d+)( on |$)/.exec(title)?.[1] ?? '');
  const found =
    kept !== undefined
      ? accessPoints.find((name) => name === kept.accessPoint)
      : accessPoints.find((name) => id !== undefined && paneTitle(id, name, accessPoints) === title);
  if (id !== undefined && found !== undefined) return { accessPoint: found, id };
  const known = accessPoints.length === 0 ? 'none' : accessPoints.map((name) => `“${name}”`).join(', ');
  throw new UserError(
    kept === undefined
      ? 'It is not known any more which job’s logs were shown here. Close this pane, and open the logs from the view HTCondor Jobs.'
      : `The logs of job ${kept.job} cannot be followed: expected its access point “${kept.accessPoint}” in the setting dmtcpCondor.accessPoints, and found ${known}. Add it there, then load the window again (Developer: Reload Window); or close this pane.`,
  );
}

/** Lets the panes that come back ask a person for a login once, however many they are. */
export class OneLogin {
  private readonly asked = new WeakSet<Transport>();

  /** Returns where a pane may go on; throws why the access point is not connected, once one of them has asked. */
  enter(transport: Transport): void {
    const { state } = transport;
    const needsPerson = state.kind === 'failed' && !isPassingReason(state.error.reason);
    if (needsPerson && this.asked.has(transport)) throw state.error;
    this.asked.add(transport);
  }
}
