import type { Context } from './context.ts';
import { ShimFailure } from './failure.ts';
import { imageNames, newestSet } from './images.ts';
import { damageOf, type Stored } from './imageStore.ts';
import { baseName } from './paths.ts';
import { fileNames } from './protocol.ts';
import type { JobRecord } from './record.ts';

const nothing: Stored = { images: [], saved: [] };

/**
 * The stored set to restart from; none for a run from the beginning. Images of other jobs are ignored.
 * Throws ShimFailure when the recorded images are not what was written: nothing is deleted then.
 * @param damaged the record could not be read
 */
export function chooseImages(
  { host, journal, kept, job }: Context,
  record: JobRecord,
  damaged: boolean,
): Stored {
  if (record.images.length > 0) {
    const damage = damageOf(host, record);
    if (damage === undefined) {
      journal.say(`images verified: ${imageNames(record.images)}`);
      return record;
    }
    throw new ShimFailure(
      'images',
      `the checkpoint images cannot be trusted: ${damage}. Nothing was deleted. ` +
        'To run from the beginning, remove the images and submit again; if it happens again, look at the disks and the file transfer.',
    );
  }
  const present = newestSet(host, kept);
  if (present.length === 0) return nothing;
  if (!damaged) {
    journal.say(
      `ignored ${present.map(baseName).join(', ')}: job ${job.id} has made no checkpoint, they are another's`,
    );
    return nothing;
  }
  throw new ShimFailure(
    'images',
    `${fileNames.state(job.id)}, which says what the images must be, cannot be read. Nothing was deleted. ` +
      'To run from the beginning, remove the images and submit again.',
  );
}
