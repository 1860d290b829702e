import type { Context } from './context.ts';
import { ShimFailure } from './failure.ts';
import { restoreImages } from './keptImages.ts';
import { imageNames, listImages, listTemporaries, newestSet } from './images.ts';
import { fileNames } from './protocol.ts';
import type { JobRecord } from './record.ts';

/**
 * Images to restart from; none for a run from the beginning. `damaged`: the record could not be read. Removes half-written ones, ignores those of other jobs.
 * Throws ShimFailure when the recorded images are not what was written: nothing is deleted then.
 */
export function chooseImages(context: Context, record: JobRecord, damaged: boolean): readonly string[] {
  const { host, journal, images: directory, job } = context;
  const broken = listTemporaries(host, directory).length > 0;
  for (const path of listTemporaries(host, directory)) {
    journal.say(`removed ${path}: a checkpoint that was never completed`);
    host.files.remove(path);
  }
  const present = listImages(host, directory);
  if (record.images.length > 0) {
    const damage = restoreImages(context, record.images);
    if (damage === undefined) {
      journal.say(`images verified: ${imageNames(record.images)}`);
      return record.images.map((image) => image.name);
    }
    throw new ShimFailure(
      'images',
      `the checkpoint images cannot be trusted: ${damage}. Nothing was deleted. ` +
        'To run from the beginning, remove the images and submit again; if it happens again, look at the disks and the file transfer.',
    );
  }
  if (present.length === 0) return [];
  if (broken) {
    journal.say(`ignored ${present.join(', ')}: the first checkpoint was never completed`);
    return [];
  }
  if (record.starts <= 1 && !damaged) {
    journal.say(
      `ignored ${present.join(', ')}: they came with the files of job ${job.id}, which has never made a checkpoint`,
    );
    return [];
  }
  const set = newestSet(host, directory);
  journal.say(
    `restart from ${set.join(', ')}, which ${damaged ? `cannot be verified: ${fileNames.state(job.id)} is damaged` : 'were written after the last record and cannot be verified'}`,
  );
  return set;
}
