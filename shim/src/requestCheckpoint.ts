import type { Run } from './drive.ts';
import { listTemporaries, renewedSince, type Snapshot } from './images.ts';

/** Its text and exit code say nothing: 3.x and 4.x claim success even when the request is refused. */
export async function requestCheckpoint(
  run: Run,
  port: number,
  before: Snapshot,
  onFrozen: () => void,
): Promise<void> {
  const { checkpointAndKill } = run.tools.generation;
  const command = (request: readonly string[], within: number): Promise<unknown> =>
    run.tools.run('dmtcp_command', ['--port', String(port), ...request], within);
  if (checkpointAndKill.kind === 'together') {
    await command(checkpointAndKill.request, 10_000);
    return;
  }
  await whileFrozen(run, command(checkpointAndKill.checkpoint, run.limits.checkpointWithin), onFrozen);
  const complete = renewedSince(run.host, run.checkpointDirectory, run.coordinatorLog, before);
  if (complete && listTemporaries(run.host, run.checkpointDirectory).length === 0) {
    await command(checkpointAndKill.kill, 10_000);
  }
}

/** Calls `look` while an image is being written, when the program stands still; ends with `checkpoint`. */
async function whileFrozen(run: Run, checkpoint: Promise<unknown>, look: () => void): Promise<void> {
  const state = { over: false };
  const ended = checkpoint.finally(() => {
    state.over = true;
  });
  while (!state.over) {
    if (listTemporaries(run.host, run.checkpointDirectory).length > 0) look();
    await Promise.race([ended, run.host.after(5)]);
  }
  await ended;
}
