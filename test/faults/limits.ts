/** What DMTCP itself cannot do, each with the words in its own logs that prove it. */
import type { Story } from './story.ts';

const limits: readonly { readonly reason: string; readonly words: RegExp }[] = [
  {
    reason: 'DMTCP 3.0 to 4.0 cannot restart with files open in a directory that has moved',
    words: /ASSERT(_NE)?\W.*tempfd|fileconnection\.cpp:\d+ in refill/,
  },
  {
    reason:
      'this DMTCP cannot write the stack guards of glibc 2.42 and later: the checkpoint ends the program',
    words: /writeAll failed during ckpt|at writeckpt\.cpp:\d+.*writeAll/,
  },
];

/** The limit that a failed cell has met, with DMTCP's words; undefined when there is no proof of one. */
export function limitOf(story: Story): string | undefined {
  const text = story.dmtcp + story.text;
  for (const { reason, words } of limits) {
    const proof = text.split('\n').find((line) => words.test(line));
    if (proof !== undefined) return `${reason}: ${proof.replaceAll(colours, '').trim().slice(0, 160)}`;
  }
  return undefined;
}

/** DMTCP colours its messages in files too. */
// eslint-disable-next-line no-control-regex
const colours = /\u001b\[[\d;]*m/g;
