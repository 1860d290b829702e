import { recordCheckpoint } from './conclude.ts';
import type { Context } from './context.ts';
import { countCheckpoints } from './dmtcp/generation.ts';
import { HostError } from './host/host.ts';
import { listTemporaries } from './images.ts';
import { sizesOf } from './outputs.ts';
import type { Layout } from './layout.ts';
import type { JobRecord } from './record.ts';

/** Follows the checkpoints that DMTCP makes by itself (--ckptint). */
export interface PeriodicWatch {
  /** Called about twenty times a second. Returns the record, new after a new checkpoint. */
  look(record: JobRecord, inputOffset: number): JobRecord;
}

/**
 * The program stands still while an image is written: the sizes of its outputs seen then are those at the checkpoint.
 * @param log path of the coordinator's log
 */
export function watchCheckpoints(context: Context, layout: Layout, log: string): PeriodicWatch {
  const { host } = context;
  let seenSize = 0;
  let seen = 0;
  let writing:
    | { readonly outputs: JobRecord['outputs']; readonly inputOffset: number; readonly since: number }
    | undefined;
  return {
    look: (record, inputOffset) => {
      if (writing === undefined && listTemporaries(host, layout.images.work).length > 0) {
        writing = { outputs: sizesOf(host, context.outputs), inputOffset, since: host.now() };
      }
      const size = host.files.status(log)?.size ?? 0;
      if (size === seenSize) return record;
      seenSize = size;
      const count = countCheckpoints(host.files.read(log) ?? '');
      if (count <= seen) return record;
      seen = count;
      if (writing === undefined)
        context.journal.say(
          'a checkpoint was too quick to see the sizes of the outputs: a restart from it may repeat a few lines',
        );
      const facts = writing ?? { outputs: [], inputOffset, since: host.now() };
      writing = undefined;
      try {
        return recordCheckpoint(context, layout.images.view, record, {
          ...facts,
          reason: 'interval',
          milliseconds: host.now() - facts.since,
        });
      } catch (error) {
        if (!(error instanceof HostError)) throw error;
        const message = `the checkpoint was made but cannot be kept: ${error.message}`;
        context.journal.tell({ event: 'checkpoint-failed', reason: 'interval', message });
        context.journal.say(message);
        return record;
      }
    },
  };
}
