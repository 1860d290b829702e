import type { ShimArguments } from '../protocol.ts';
import { pathOption, readShimCall, type ShimWord } from '../rules/shimCall.ts';

const places = [
  ['log', 'log'],
  ['stdin', 'stdin'],
  ['stdout', 'stdout'],
  ['stderr', 'stderr'],
  ['with-dmtcp', 'withDmtcp'],
] as const;

/** What the client needs of shim_dmtcp's arguments. */
export const parseShimArguments = (words: readonly string[]): ShimArguments => {
  const call = readShimCall(words.map((text): ShimWord => ({ text, start: 0, end: text.length })));
  const values = Object.fromEntries(
    places.flatMap(([option, place]) => {
      const word = pathOption(call, option);
      return word === undefined ? [] : [[place, word.text]];
    }),
  );
  return { ...values, command: call.command.map(({ text }) => text) };
};
