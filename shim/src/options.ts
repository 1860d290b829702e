/** The command line of shim_dmtcp, which submit files of 2012 already use. Pure: no file is looked at. */

export interface Options {
  readonly kind: 'run';
  /** The shim's log for people; undefined: none, as in the classic shim. */
  readonly log?: string;
  readonly stdin?: string;
  readonly stdout?: string;
  readonly stderr?: string;
  /** Seconds between checkpoints that DMTCP makes by itself, 0 for none. */
  readonly interval: number;
  readonly withDmtcp?: string;
  readonly withCondor?: string;
  /** Directory for images. */
  readonly checkpointDirectory?: string;
  readonly allowUnprotected: boolean;
  /** The program and its arguments; at least one. */
  readonly command: readonly string[];
  /** Index of the program in the shim's arguments. */
  readonly commandIndex: number;
}

export type ParsedOptions =
  | Options
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly message: string };

type ValueName = 'log' | 'stdin' | 'stdout' | 'stderr' | 'ckptint' | 'with-dmtcp' | 'with-condor' | 'ckptdir';

const valueNames: readonly string[] = [
  'log',
  'stdin',
  'stdout',
  'stderr',
  'ckptint',
  'with-dmtcp',
  'with-condor',
  'ckptdir',
] satisfies readonly ValueName[];

const isValueName = (name: string): name is ValueName => valueNames.includes(name);

/** Options end at the first word that is none, or after `--`. Both `--log F` and `--log=F` are understood. */
export function parseOptions(args: readonly string[]): ParsedOptions {
  const values: Partial<Record<ValueName, string>> = {};
  let allowUnprotected = false;
  let index = 0;
  while (index < args.length) {
    const word = args[index] ?? '';
    if (word === '--') {
      index++;
      break;
    }
    if (!word.startsWith('-') || word === '-') break;
    if (word === '--help' || word === '-h') return { kind: 'help' };
    if (word === '--version') return { kind: 'version' };
    if (word === '--allow-unprotected') {
      allowUnprotected = true;
      index++;
      continue;
    }
    const [name, ...rest] = word.replace(/^--?/, '').split('=');
    if (name === undefined || !isValueName(name)) {
      return {
        kind: 'wrong',
        message: `unknown option ${word}; options end before the program, as in: --log F ./foo`,
      };
    }
    const value = word.includes('=') ? rest.join('=') : args[index + 1];
    if (value === undefined) return { kind: 'wrong', message: `${word} needs a value` };
    values[name] = value;
    index += word.includes('=') ? 1 : 2;
  }
  const command = args.slice(index);
  if (command[0] === undefined || command[0] === '') {
    return { kind: 'wrong', message: 'no program is given; expected: shim_dmtcp [options] ./foo arg ...' };
  }
  const interval = values.ckptint ?? '0';
  if (!/^\d{1,9}$/.test(interval)) {
    return { kind: 'wrong', message: `--ckptint ${interval}: expected a number of seconds, such as 1800` };
  }
  return {
    kind: 'run',
    interval: Number(interval),
    allowUnprotected,
    command,
    commandIndex: index,
    ...named('log', values.log),
    ...named('stdin', values.stdin),
    ...named('stdout', values.stdout),
    ...named('stderr', values.stderr),
    ...named('withDmtcp', values['with-dmtcp']),
    ...named('withCondor', values['with-condor']),
    ...named('checkpointDirectory', values.ckptdir),
  };
}

/** The classic shim's "none" is /dev/null: the same as not giving the option. */
const named = <Name extends string>(
  name: Name,
  value: string | undefined,
): { readonly [K in Name]?: string } =>
  value === undefined || value === '/dev/null'
    ? {}
    : ({ [name]: value } as { readonly [K in Name]?: string });
