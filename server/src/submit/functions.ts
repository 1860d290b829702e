import { evaluate, printed } from './evaluate.ts';
import { parseExpression } from './expression.ts';
import { readInteger } from './values.ts';
import type { Dialect } from './version.ts';

/** What a macro function is worth. `live`: only condor_submit can tell (environment, chance). */
export type FunctionResult =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'live' }
  | {
      readonly kind: 'error';
      readonly message: string;
      /** What a release that goes on puts in its place. */
      readonly text: string;
    };

/** Finds a macro's expanded value. */
type Lookup = (name: string) => string | undefined;

const text = (value: string): FunctionResult => ({ kind: 'text', text: value });
const failed = (message: string, instead = ''): FunctionResult => ({ kind: 'error', message, text: instead });
const shown = (argument: string): string => (argument.length <= 100 ? argument : `${argument.slice(0, 99)}…`);

/** True for the names after `$` that condor_submit treats as functions: upper case, but for the flags of $F. */
export const isFunction = (name: string): boolean =>
  functions.has(name) || (name.charCodeAt(0) === 70 && /^F[pndxfqabuwPNDXFQABUW]*$/.test(name));

/** The functions by name, without the family of $F. */
const functions: ReadonlyMap<string, (body: string, lookup: Lookup, dialect?: Dialect) => FunctionResult> =
  new Map<string, (body: string, lookup: Lookup, dialect?: Dialect) => FunctionResult>([
    ['ENV', () => ({ kind: 'live' as const })],
    ['RANDOM_CHOICE', (body: string, lookup: Lookup) => randomChoice(body, lookup)],
    ['RANDOM_INTEGER', (body: string, lookup: Lookup) => randomInteger(body, lookup)],
    ['CHOICE', (body: string, lookup: Lookup) => choice(body, lookup)],
    ['SUBSTR', (body: string, lookup: Lookup) => substring(body, lookup)],
    ['INT', (body: string, lookup: Lookup) => formatted('INT', body, lookup)],
    ['REAL', (body: string, lookup: Lookup) => formatted('REAL', body, lookup)],
    ['STRING', (body: string, lookup: Lookup) => formatted('STRING', body, lookup)],
    ['EVAL', (body: string, lookup: Lookup) => evaluated(body, lookup)],
    ['BASENAME', (body: string, lookup: Lookup, dialect?: Dialect) => basename(body, lookup, dialect)],
    ['DIRNAME', (body: string, lookup: Lookup) => text(pathParts(lookup(body) ?? body, 'p'))],
  ]);

/** Every function's name but the family of $F. */
export const functionNames: readonly string[] = [...functions.keys()];

/** Whether a function gives parts of the name of a file: of these an assignment expands what refers to its own name. */
export const isFileFunction = (name: string): boolean => isFunction(name) && !functions.has(name);

/** Applies the function called `name` (one of isFunction's) to the text between its parentheses. */
export const applyFunction = (
  name: string,
  body: string,
  lookup: Lookup,
  dialect?: Dialect,
): FunctionResult => {
  const known = functions.get(name);
  if (known !== undefined) return known(body, lookup, dialect);
  const [target = '', fallback] = splitOnce(body, ':');
  return text(
    pathParts(lookup(target) ?? (fallback === undefined ? body : fallback), name.slice(1).toLowerCase()),
  );
};

/** Newer releases take a suffix to leave out, behind the last comma. */
const basename = (body: string, lookup: Lookup, dialect: Dialect | undefined): FunctionResult => {
  const comma = dialect?.basenameSuffix === false ? -1 : body.lastIndexOf(',');
  const argument = comma < 0 ? body : body.slice(0, comma);
  const suffix = comma < 0 ? '' : body.slice(comma + 1).trimStart();
  const name = pathParts(lookup(argument) ?? argument, 'nx');
  const isThere = suffix !== '' && name.toLowerCase().endsWith(suffix.toLowerCase());
  return text(isThere ? name.slice(0, name.length - suffix.length) : name);
};

const splitOnce = (value: string, separator: string): readonly string[] => {
  const at = value.indexOf(separator);
  return at < 0 ? [value] : [value.slice(0, at), value.slice(at + separator.length)];
};

/** An argument that is a macro's name or an integer expression. */
const integerOf = (argument: string, lookup: Lookup): number | undefined => {
  const reading = readInteger((lookup(argument.trim()) ?? argument).trim());
  return reading.kind === 'value' ? reading.value : undefined;
};

const randomInteger = (body: string, lookup: Lookup): FunctionResult => {
  const [low, high, step] = body.split(',').map((argument) => integerOf(argument, lookup));
  if (low === undefined || high === undefined || (body.split(',').length > 2 && step === undefined)) {
    return failed(`$RANDOM_INTEGER needs two or three integers, but has '${shown(body)}'`);
  }
  if (high < low) return failed(`$RANDOM_INTEGER needs its minimum first, but has '${shown(body)}'`);
  return { kind: 'live' };
};

const randomChoice = (body: string, lookup: Lookup): FunctionResult =>
  body.trim() === '' || lookup(body.trim()) === ''
    ? failed(`$RANDOM_CHOICE needs a list, but has '${shown(body)}'`)
    : { kind: 'live' };

const choice = (body: string, lookup: Lookup): FunctionResult => {
  const [first = '', ...rest] = body.split(',').map((argument) => argument.trim());
  const index = integerOf(first, lookup);
  const list = rest.length > 1 ? rest : lookup(rest[0] ?? '')?.split(',');
  if (list === undefined)
    return failed(`$CHOICE needs a list or the name of a macro with one, but has '${shown(rest[0] ?? '')}'`);
  const instead = list[0]?.trim();
  if (index === undefined)
    return failed(`$CHOICE needs an integer index, but has '${shown(first)}'`, instead);
  if (index < 0) return failed(`$CHOICE needs an index from 0 on, but has '${index}'`, instead);
  const item = list[index];
  if (item === undefined) return failed(`$CHOICE has no item ${index} in a list of ${list.length}`);
  return text(item.trim());
};

const substring = (body: string, lookup: Lookup): FunctionResult => {
  const [name = '', first, second] = body.split(',');
  if (first === undefined) return failed(`$SUBSTR needs a start position, but has only '${shown(body)}'`);
  const value = lookup(name.trim()) ?? '';
  const start = integerOf(first, lookup);
  const length = second === undefined ? undefined : integerOf(second, lookup);
  if (start === undefined || (second !== undefined && length === undefined)) {
    return failed(`$SUBSTR needs integers for start and length, but has '${shown(body)}'`);
  }
  const from = Math.min(start < 0 ? Math.max(0, value.length + start) : start, value.length);
  const rest = value.slice(from);
  if (length === undefined) return text(rest);
  return text(length < 0 ? rest.slice(0, Math.max(0, rest.length + length)) : rest.slice(0, length));
};

const conversions = { INT: 'diuoxXc', REAL: 'aAeEfFgG', STRING: 's' } as const;

/** A printf format with one conversion, and text around it. */
interface Format {
  readonly before: string;
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly conversion: string;
  readonly after: string;
}

const formatOf = (name: keyof typeof conversions, format: string): Format | undefined => {
  const match =
    /^((?:[^%]|%%)*)%([-+ 0#]*)(\d*)(?:\.(\d*))?(?:hh?|ll?|[Lqjzt])?([a-zA-Z])((?:[^%]|%%)*)$/.exec(format);
  if (match === null) return undefined;
  const [, before = '', flags = '', width = '', precision, conversion = '', after = ''] = match;
  if (!conversions[name].includes(conversion)) return undefined;
  const plain = (around: string): string => around.replaceAll('%%', '%');
  return {
    ...{ before: plain(before), flags, width: Number(width), conversion, after: plain(after) },
    precision: precision === undefined ? undefined : Number(precision),
  };
};

/** condor_submit cuts formatted numbers off here. */
const numberLength = 55;

const formatted = (name: 'INT' | 'REAL' | 'STRING', body: string, lookup: Lookup): FunctionResult => {
  const [argument = '', written] = splitOnce(body, ',');
  const format = written === undefined ? undefined : formatOf(name, written);
  if (written !== undefined && format === undefined)
    return failed(`$${name} cannot use '${shown(written)}' as a format`, written);
  const value = lookup(argument) ?? argument;
  if (name === 'STRING') {
    const worth = valueOf(value);
    const string = worth?.type === 'string' ? worth.string : value;
    return text(format === undefined ? string : printf(format, string));
  }
  const worth = valueOf(value);
  if (worth?.type === 'unknown') return { kind: 'live' };
  if (worth?.type !== 'number') {
    return failed(
      `$${name} needs a number, but '${shown(value)}' is ${name === 'INT' ? 'no integer' : 'no number'}`,
    );
  }
  const number = name === 'INT' ? Math.trunc(worth.number) : worth.number;
  if (format === undefined) return text(name === 'INT' ? String(number) : general(number, 16, true));
  const printed = printf(format, number).slice(0, numberLength);
  // It looks like a real, at any rate.
  return text(name === 'INT' || printed.includes('.') ? printed : `${printed}.0`);
};

const valueOf = (value: string): ReturnType<typeof evaluate> | undefined => {
  const parsed = parseExpression(value);
  return parsed.kind === 'parsed' ? evaluate(parsed.expression) : undefined;
};

const evaluated = (body: string, lookup: Lookup): FunctionResult => {
  const value = lookup(body.trim()) ?? body;
  const worth = valueOf(value);
  if (worth === undefined) return text(lookup(body.trim()) === undefined ? '' : value);
  return worth.type === 'unknown' ? { kind: 'live' } : text(printed(worth));
};

const printf = (format: Format, value: number | string): string => {
  const { before, flags, width, precision, conversion, after } = format;
  let converted = convert(value, conversion, precision);
  if (typeof value === 'number' && value >= 0 && 'dieEfFgGaA'.includes(conversion)) {
    if (flags.includes('+')) converted = `+${converted}`;
    else if (flags.includes(' ')) converted = ` ${converted}`;
  }
  return before + padded(converted, format, width) + after;
};

const padded = (converted: string, { flags, conversion, precision }: Format, width: number): string => {
  if (flags.includes('-')) return converted.padEnd(width);
  const hasZeros =
    flags.includes('0') && conversion !== 's' && (precision === undefined || !'diuoxX'.includes(conversion));
  if (!hasZeros) return converted.padStart(width);
  const sign = /^[-+ ]/.exec(converted)?.[0] ?? '';
  return sign + converted.slice(sign.length).padStart(width - sign.length, '0');
};

const convert = (value: number | string, conversion: string, precision: number | undefined): string => {
  if (typeof value === 'string') return precision === undefined ? value : value.slice(0, precision);
  switch (conversion) {
    case 'x':
      return unsigned(value)
        .toString(16)
        .padStart(precision ?? 0, '0');
    case 'X':
      return unsigned(value)
        .toString(16)
        .toUpperCase()
        .padStart(precision ?? 0, '0');
    case 'o':
      return unsigned(value)
        .toString(8)
        .padStart(precision ?? 0, '0');
    case 'u':
      return unsigned(value)
        .toString()
        .padStart(precision ?? 0, '0');
    case 'c':
      return String.fromCharCode(value & 255);
    case 'e':
    case 'E': {
      const text = value.toExponential(Math.min(100, precision ?? 6)).replace(/e([-+])(\d)$/, 'e$10$2');
      return conversion === 'E' ? text.toUpperCase() : text;
    }
    case 'f':
    case 'F':
      return value.toFixed(Math.min(100, precision ?? 6));
    case 'g':
    case 'G':
      return general(value, Math.max(1, precision ?? 6), conversion === 'G');
    default: {
      const digits = String(Math.abs(value)).padStart(precision ?? 0, '0');
      return value < 0 ? `-${digits}` : digits;
    }
  }
};

/** As C prints a negative number where it expects none; more than 32 bits stay as they are. */
const unsigned = (value: number): number => (value < 0 && value >= -(2 ** 31) ? value + 2 ** 32 : value);

/** As %g prints it: the shorter of the two forms, without zeros at the end. */
const general = (value: number, precision: number, isUpper: boolean): string => {
  const digits = Math.min(100, precision);
  const exponent = value === 0 ? 0 : Number(/e([-+]\d+)$/.exec(value.toExponential(digits - 1))?.[1]);
  if (exponent >= -4 && exponent < digits) {
    const fixed = value.toFixed(Math.min(100, digits - 1 - exponent));
    return fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
  }
  const [mantissa = '', power = ''] = value.toExponential(digits - 1).split('e');
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  const text = `${short}e${power.replace(/^([-+])(\d)$/, '$10$2')}`;
  return isUpper ? text.toUpperCase() : text;
};

/** The parts of a file name that the flags of $F ask for. */
const pathParts = (value: string, flags: string): string => {
  const quoted = /^(["']).*\1$/s.test(value) ? value.slice(1, -1) : value;
  let path = quoted;
  if (flags.includes('u')) path = path.replaceAll('\\', '/');
  if (flags.includes('w')) path = path.replaceAll('/', '\\');
  const nameAt = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
  const name = path.slice(nameAt);
  const dot = name.lastIndexOf('.');
  const stem = dot > 0 ? name.slice(0, dot) : name;
  const extension = dot > 0 ? name.slice(dot) : '';
  const bare = flags.includes('b');
  const wantsName = flags.includes('n');
  const wantsExtension = flags.includes('x');
  const parents = flags.split('d').length - 1;
  let result = path;
  if (wantsName || wantsExtension || flags.includes('p') || parents > 0) {
    let directory = '';
    if (flags.includes('p')) directory = path.slice(0, nameAt);
    else if (parents > 0) directory = lastDirectories(path.slice(0, nameAt), parents);
    const tail = (wantsName ? stem : '') + (wantsExtension ? extension : '');
    if (tail === '' && bare) directory = directory.replace(/[/\\]$/, '');
    result = directory + (directory === '' && !wantsName && wantsExtension && bare ? tail.slice(1) : tail);
  }
  if (!flags.includes('q')) return result;
  return flags.includes('a') ? `'${result}'` : `"${result}"`;
};

const lastDirectories = (directory: string, count: number): string => {
  const parts = directory.split(/(?<=[/\\])/);
  return parts.slice(-count).join('');
};
