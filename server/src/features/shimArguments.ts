import type { ShimArguments } from '../protocol.ts';

/** Options of shim_dmtcp that take a value, and where it goes; those without a place are skipped with their value. */
const valueOptions: ReadonlyMap<string, Exclude<keyof ShimArguments, 'command'> | undefined> = new Map([
  ['log', 'log'],
  ['stdin', 'stdin'],
  ['stdout', 'stdout'],
  ['stderr', 'stderr'],
  ['with-dmtcp', 'withDmtcp'],
  ['with-condor', undefined],
  ['ckptint', undefined],
  ['ckptdir', undefined],
]);

/** Reads the arguments of shim_dmtcp: options (`--log F` or `--log=F`) up to the first other word, then the program. */
export const parseShimArguments = (words: readonly string[]): ShimArguments => {
  const values: Partial<Record<Exclude<keyof ShimArguments, 'command'>, string>> = {};
  let index = 0;
  for (; index < words.length; index++) {
    const word = words[index] ?? '';
    if (!word.startsWith('-') || word === '-') break;
    if (word === '--') {
      index++;
      break;
    }
    const match = /^--?([^=]+)(?:=(.*))?$/s.exec(word);
    const name = match?.[1] ?? '';
    if (!valueOptions.has(name)) continue;
    const value = match?.[2] ?? words[++index];
    const place = valueOptions.get(name);
    if (place !== undefined && value !== undefined && value !== '/dev/null') values[place] = value;
  }
  return { ...values, command: words.slice(index) };
};
