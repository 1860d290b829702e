import type { Context } from './context.ts';
import { ShimFailure } from './failure.ts';
import { compareHosts } from './guard.ts';
import type { HostFacts } from './hostFacts.ts';
import { imageNames, newestSet } from './images.ts';
import { damageOf } from './imageStore.ts';
import { baseName } from './paths.ts';
import { fileNames } from './protocol.ts';
import type { ImageSet } from './record.ts';

/** What comes of looking at a set before it is restarted from. */
export type Verified =
  | { readonly kind: 'good' }
  /** Its files are not what was written. */
  | { readonly kind: 'damaged'; readonly message: string }
  /** This machine cannot take it; another can. */
  | { readonly kind: 'foreign'; readonly message: string };

/** Looks at everything that can be known of a set without running it. */
export function verifySet({ host, journal, options }: Context, set: ImageSet, here: HostFacts): Verified {
  const name = imageNames(set.images);
  const damage = damageOf(host, set);
  if (damage !== undefined)
    return { kind: 'damaged', message: `checkpoint ${set.checkpoint} cannot be trusted: ${damage}` };
  const fit = compareHosts(set.madeOn, here);
  if (options.guard !== 'off' && fit.obstacles.length > 0) {
    const advice =
      fit.requirements === undefined ? '' : ` In the submit file: requirements = ${fit.requirements}`;
    return {
      kind: 'foreign',
      message: `checkpoint ${set.checkpoint} cannot run on ${here.host}: ${fit.obstacles.join('; ')}.${advice}`,
    };
  }
  for (const suspect of [...fit.obstacles, ...fit.suspects]) journal.say(`note: ${name}: ${suspect}`);
  journal.say(`images verified: ${name}, of checkpoint ${set.checkpoint}`);
  return { kind: 'good' };
}

/** What may have made a restart fail that the images are not to blame for; empty when nothing differs. */
export function suspicion(set: ImageSet, here: HostFacts): string {
  const { obstacles, suspects, requirements } = compareHosts(set.madeOn, here);
  const differences = [...obstacles, ...suspects];
  if (differences.length === 0) return '';
  return `; ${differences.join('; ')}: in the submit file, requirements = ${requirements ?? `(Machine == "${set.madeOn.host}")`} would have avoided it`;
}

/**
 * Images that no record tells of: those of other jobs are ignored. Throws ShimFailure when the record could not be
 * read and they may be this job's: nothing is deleted then.
 */
export function lookAtStrangers({ host, journal, kept, job }: Context, damaged: boolean): void {
  const present = newestSet(host, kept);
  if (present.length === 0) return;
  if (!damaged) {
    journal.say(
      `ignored ${present.map(baseName).join(', ')}: job ${job.id} has made no checkpoint, they are another's`,
    );
    return;
  }
  throw new ShimFailure(
    'images',
    `${fileNames.state(job.id)}, which says what the images must be, cannot be read. Nothing was deleted. ` +
      'To run from the beginning, remove the images and submit again.',
  );
}
