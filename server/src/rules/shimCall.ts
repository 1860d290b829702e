import type { Span } from '../submit/index.ts';

/** A word of the arguments, without its quotes. */
export interface ShimWord extends Span {
  readonly text: string;
}

/** The command line of shim_dmtcp, as the submit file gives it. */
export interface ShimCall {
  /** Values of the options, by name without dashes. */
  readonly options: ReadonlyMap<string, ShimWord>;
  /** Options that the shim does not know. */
  readonly unknown: readonly ShimWord[];
  /** The last option, where its value is missing. */
  readonly incomplete: ShimWord | undefined;
  /** The program and its arguments; empty when none is given. */
  readonly command: readonly ShimWord[];
}

/** Options of shim_dmtcp that take a value. */
export const valueOptions = [
  'log',
  'stdin',
  'stdout',
  'stderr',
  'ckptint',
  'ckptdir',
  'with-dmtcp',
  'with-condor',
  'gzip',
  'checkpoint-exit-code',
  'generations',
  'tries',
  'start-timeout',
  'checkpoint-timeout',
  'guard',
] as const;

/** Options of shim_dmtcp that stand alone. */
export const flagOptions = ['allow-unprotected', 'doctor', 'help', 'version'] as const;

const withValue: ReadonlySet<string> = new Set(valueOptions);
const alone: ReadonlySet<string> = new Set([...flagOptions, 'h']);

/** Reads the shim's arguments as it does itself: options up to the first other word, then the program. Total. */
export const readShimCall = (words: readonly ShimWord[]): ShimCall => {
  const options = new Map<string, ShimWord>();
  const unknown: ShimWord[] = [];
  let incomplete: ShimWord | undefined;
  let index = 0;
  for (; index < words.length; index++) {
    const word = words[index];
    if (word === undefined || !word.text.startsWith('-') || word.text === '-') break;
    if (word.text === '--') {
      index++;
      break;
    }
    const [, name = '', value] = /^--?([^=]*)(?:=(.*))?$/s.exec(word.text) ?? [];
    if (alone.has(name)) continue;
    if (!withValue.has(name)) {
      unknown.push(word);
      continue;
    }
    if (value !== undefined) {
      options.set(name, { text: value, start: word.end - value.length, end: word.end });
      continue;
    }
    const next = words[++index];
    if (next === undefined) incomplete = word;
    else options.set(name, next);
  }
  return { options, unknown, incomplete, command: words.slice(index) };
};

/** The value of an option that names a file or a directory; /dev/null is the classic shim's "none". */
export const pathOption = (shim: ShimCall, name: (typeof valueOptions)[number]): ShimWord | undefined => {
  const word = shim.options.get(name);
  return word === undefined || word.text === '/dev/null' || word.text === '' ? undefined : word;
};
