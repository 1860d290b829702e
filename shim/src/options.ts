/** The command line of shim_dmtcp, which submit files of 2012 already use. Pure: no file is looked at. */

export interface Options {
  readonly kind: 'run' | 'doctor';
  /** The shim's log for people; undefined: none, as in the classic shim. */
  readonly log?: string;
  readonly stdin?: string;
  readonly stdout?: string;
  readonly stderr?: string;
  /** Seconds between checkpoints besides those of evictions, 0 for none. */
  readonly interval: number;
  readonly withDmtcp?: string;
  readonly withCondor?: string;
  /** Directory for images. */
  readonly checkpointDirectory?: string;
  /** `auto`: unless a compressed checkpoint would take longer than the time allowed. */
  readonly gzip: 'auto' | 'on' | 'off';
  /** Exit code that hands a checkpoint to HTCondor; `auto`: the one of the job ad. */
  readonly checkpointExitCode: number | 'auto' | 'none';
  /** Image sets that are kept, the newest included. */
  readonly generations: number;
  /** Starts that may fail to restart from any set before the program begins again. */
  readonly tries: number;
  /** Seconds until a started program must be protected; undefined: a minute and the time to read the images. */
  readonly startTimeout?: number;
  /** Seconds that an eviction's checkpoint may take; undefined: what the ads allow. */
  readonly checkpointTimeout?: number;
  /** Whether machines that cannot take an image are refused. */
  readonly guard: 'on' | 'off';
  readonly allowUnprotected: boolean;
  /** The program and its arguments; at least one, but for the doctor. */
  readonly command: readonly string[];
  /** Index of the program in the shim's arguments. */
  readonly commandIndex: number;
}

export type ParsedOptions =
  | Options
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly message: string };

/** Options with a value. Each has a twin in the environment, SHIM_DMTCP_NAME; some have an older one. */
const valueNames = {
  log: undefined,
  stdin: undefined,
  stdout: undefined,
  stderr: undefined,
  ckptint: undefined,
  ckptdir: 'DMTCP_CHECKPOINT_DIR',
  'with-dmtcp': undefined,
  'with-condor': undefined,
  gzip: 'DMTCP_GZIP',
  'checkpoint-exit-code': undefined,
  generations: undefined,
  tries: undefined,
  'start-timeout': undefined,
  'checkpoint-timeout': undefined,
  guard: undefined,
} as const satisfies Readonly<Record<string, string | undefined>>;

const flagNames = ['allow-unprotected', 'doctor'] as const;

type ValueName = keyof typeof valueNames;
type FlagName = (typeof flagNames)[number];
type Values = Partial<Record<ValueName, string>>;
type Environment = Readonly<Record<string, string>>;

const isValueName = (name: string): name is ValueName => Object.hasOwn(valueNames, name);
const isFlagName = (name: string): name is FlagName => flagNames.some((flag) => flag === name);

/** An option's twin in the environment. */
export const variableOf = (name: string): string => `SHIM_DMTCP_${name.toUpperCase().replaceAll('-', '_')}`;

interface Words {
  readonly values: Values;
  readonly flags: ReadonlySet<FlagName>;
  /** Index of the first word that is no option. */
  readonly end: number;
}

/** Options end at the first word that is none, or after `--`. Both `--log F` and `--log=F` are understood. */
export function parseOptions(args: readonly string[], environment: Environment = {}): ParsedOptions {
  const words = readWords(args);
  if ('kind' in words) return words;
  const { values, flags } = withTwins(words, environment);
  const numbers = readNumbers(values);
  if (typeof numbers === 'string') return { kind: 'wrong', message: numbers };
  const command = args.slice(words.end);
  const doctor = flags.has('doctor');
  if (!doctor && (command[0] === undefined || command[0] === '')) {
    return { kind: 'wrong', message: 'no program is given; expected: shim_dmtcp [options] ./foo arg ...' };
  }
  return {
    kind: doctor ? 'doctor' : 'run',
    ...numbers,
    allowUnprotected: flags.has('allow-unprotected'),
    command,
    commandIndex: words.end,
    ...named('log', values.log),
    ...named('stdin', values.stdin),
    ...named('stdout', values.stdout),
    ...named('stderr', values.stderr),
    ...named('withDmtcp', values['with-dmtcp']),
    ...named('withCondor', values['with-condor']),
    ...named('checkpointDirectory', values.ckptdir),
  };
}

function readWords(args: readonly string[]): Words | Exclude<ParsedOptions, Options> {
  const values: Values = {};
  const flags = new Set<FlagName>();
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
    const [name = '', ...rest] = word.replace(/^--?/, '').split('=');
    if (isFlagName(name) && rest.length === 0) {
      flags.add(name);
      index++;
      continue;
    }
    if (!isValueName(name)) {
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
  return { values, flags, end: index };
}

/** What the command line leaves open, the environment may say. */
function withTwins({ values, flags }: Words, environment: Environment): Omit<Words, 'end'> {
  const all: Values = { ...values };
  for (const [name, older] of Object.entries(valueNames)) {
    if (!isValueName(name)) continue;
    const value = environment[variableOf(name)] ?? (older === undefined ? undefined : environment[older]);
    if (all[name] === undefined && value !== undefined && value !== '') all[name] = value;
  }
  const set = flagNames.filter((name) => /^(1|true|yes|on)$/i.test(environment[variableOf(name)] ?? ''));
  return { values: all, flags: new Set([...flags, ...set]) };
}

type Numbers = Pick<
  Options,
  | 'interval'
  | 'gzip'
  | 'checkpointExitCode'
  | 'generations'
  | 'tries'
  | 'startTimeout'
  | 'checkpointTimeout'
  | 'guard'
>;

/** The options that are no plain text, or what is wrong with one of them. */
function readNumbers(values: Values): Numbers | string {
  const wrong: string[] = [];
  const expect = (name: ValueName, pattern: RegExp, expected: string): string | undefined => {
    const text = values[name];
    if (text === undefined || pattern.test(text)) return text;
    wrong.push(`--${name} ${text}: expected ${expected}`);
    return undefined;
  };
  const seconds = (name: ValueName): number | undefined => {
    const text = expect(name, /^\d{1,9}$/, 'a number of seconds, such as 1800');
    return text === undefined ? undefined : Number(text);
  };
  const count = (name: ValueName, otherwise: number): number =>
    Number(expect(name, /^[1-9]\d{0,2}$/, 'a number from 1 on') ?? otherwise);
  const interval = seconds('ckptint') ?? 0;
  const gzip = expect('gzip', /^(auto|on|off|1|0)$/, 'auto, on or off') ?? 'auto';
  const code = expect('checkpoint-exit-code', /^(auto|none|\d{1,3})$/, 'a number, auto or none') ?? 'auto';
  const startTimeout = seconds('start-timeout');
  const checkpointTimeout = seconds('checkpoint-timeout');
  const guard = expect('guard', /^(on|off)$/, 'on or off');
  const numbers: Numbers = {
    interval,
    gzip: gzip === 'on' || gzip === '1' ? 'on' : gzip === 'auto' ? 'auto' : 'off',
    checkpointExitCode: code === 'auto' || code === 'none' ? code : Number(code),
    generations: count('generations', 2),
    tries: count('tries', 3),
    ...(startTimeout === undefined ? {} : { startTimeout }),
    ...(checkpointTimeout === undefined ? {} : { checkpointTimeout }),
    guard: guard === 'off' ? 'off' : 'on',
  };
  return wrong[0] ?? numbers;
}

/** The classic shim's "none" is /dev/null: the same as not giving the option. */
const named = <Name extends string>(
  name: Name,
  value: string | undefined,
): { readonly [K in Name]?: string } =>
  value === undefined || value === '/dev/null'
    ? {}
    : ({ [name]: value } as { readonly [K in Name]?: string });
