import { recordCheckpoint } from './conclude.ts';
import type { Started } from './context.ts';
import { countCheckpoints } from './dmtcp/generation.ts';
import { HostError } from './host/host.ts';
import { listImages, listTemporaries } from './images.ts';
import { sizesOf } from './outputs.ts';
import type { ImageSet, JobRecord } from './record.ts';

/** Follows the checkpoints that the shim does not ask for: --ckptint, and dmtcp_command by hand. */
export interface PeriodicWatch {
  /** Called ten to twenty times a second. Returns the record, new after a new checkpoint. */
  look(record: JobRecord, inputOffset: number): JobRecord;
}

/**
 * The program stands still while an image is written: the sizes of its outputs seen then are those at the checkpoint.
 * @param log path of the coordinator's log
 */
export function watchCheckpoints(start: Started, log: string): PeriodicWatch {
  const { host, layout } = start;
  const marks = (): string =>
    listImages(host, layout.images.work)
      .map((path) => `${path} ${host.files.status(path)?.inode ?? 0}`)
      .join();
  let seenImages = marks();
  let due = false;
  let seenSize = 0;
  let seen = 0;
  let writing:
    | { readonly outputs: ImageSet['outputs']; readonly inputOffset: number; readonly since: number }
    | undefined;
  return {
    look: (record, inputOffset) => {
      if (writing === undefined && listTemporaries(host, layout.images.work).length > 0) {
        writing = { outputs: sizesOf(host, start.outputs), inputOffset, since: host.now() };
      }
      const images = marks();
      if (images !== seenImages) due = true;
      seenImages = images;
      // The log tells of each process that comes and goes, too: it may be long, and is read only when images are new.
      const size = host.files.status(log)?.size ?? 0;
      if (!due || size === seenSize) return record;
      seenSize = size;
      const count = countCheckpoints(host.files.read(log) ?? '');
      if (count <= seen) return record;
      seen = count;
      due = false;
      if (writing === undefined)
        start.journal.say(
          'a checkpoint was too quick to see the sizes of the outputs: a restart from it may repeat a few lines',
        );
      const facts = writing ?? { outputs: [], inputOffset, since: host.now() };
      writing = undefined;
      try {
        return recordCheckpoint(start, record, {
          ...facts,
          reason: 'interval',
          milliseconds: host.now() - facts.since,
        });
      } catch (error) {
        if (!(error instanceof HostError)) throw error;
        const message = `the checkpoint was made but cannot be kept: ${error.message}`;
        start.journal.tell({ event: 'checkpoint-failed', reason: 'interval', message });
        start.journal.say(message);
        return record;
      }
    },
  };
}
