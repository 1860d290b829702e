/** What DMTCP itself cannot do, each with the words in its own logs that prove it. */
import type { FaultName } from './faults.ts';
import type { Story } from './story.ts';

interface Limit {
  readonly reason: string;
  readonly words: RegExp;
  /** What the shim must have said as well. */
  readonly where?: RegExp;
  /** A fault that makes DMTCP say the same, in one start: a second failure is none of its doing. */
  readonly notWith?: FaultName;
}

const limits: readonly Limit[] = [
  {
    reason: 'DMTCP 3.0 to 4.0 cannot restart with files open in a directory that has moved',
    words: /ASSERT(_NE)?\W.*tempfd|fileconnection\.cpp:\d+ in refill/,
  },
  {
    reason:
      'this DMTCP cannot write the stack guards of glibc 2.42 and later: the checkpoint ends the program',
    words: /writeAll failed during ckpt|at writeckpt\.cpp:\d+.*writeAll/,
    notWith: 'diskFull',
  },
  {
    reason: 'DMTCP 3.2 does not survive a checkpoint where glibc 2.42 and later guard the stacks of threads',
    words: /the program ended with signal 11 while its checkpoint was written/,
    where: /note: with C library .* the guards of thread stacks cannot be read/,
    notWith: 'diskFull',
  },
  {
    reason:
      'DMTCP 4.2 looks for its copies of mapped files where the images were written: that sandbox is gone, and /tmp is not private',
    words: /Unable to find checkpointed copy of file|FileExists\(_savedFilePath\)/,
  },
  {
    reason:
      'DMTCP ended a program that forked in the moment of its restart: a race, the cell may pass next time',
    words: /Connection rejected by the coordinator/,
    where: /right after its restart, because the coordinator/,
  },
];

/** The limit that a failed cell has met, with DMTCP's words; undefined when there is no proof of one. */
export function limitOf(story: Story, fault: FaultName): string | undefined {
  const text = story.dmtcp + story.text;
  const failures = story.events.filter(({ event }) => event === 'checkpoint-failed').length;
  for (const { reason, words, where, notWith } of limits) {
    if ((notWith === fault && failures < 2) || (where !== undefined && !where.test(text))) continue;
    const proof = text.split('\n').find((line) => words.test(line));
    if (proof !== undefined) return `${reason}: ${proof.replaceAll(colours, '').trim().slice(0, 160)}`;
  }
  return undefined;
}

/** DMTCP colours its messages in files too. */
// eslint-disable-next-line no-control-regex
const colours = /\u001b\[[\d;]*m/g;
