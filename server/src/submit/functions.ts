import { evaluate, printed } from './evaluate.ts';
import { parseExpression } from './expression.ts';
import { readInteger } from './values.ts';

/** What a macro function is worth. `live`: only condor_submit can tell (environment, chance). */
export type FunctionResult =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'live' }
  | { readonly kind: 'error'; readonly message: string };

/** Finds a macro's expanded value. */
type Lookup = (name: string) => string | undefined;

const text = (value: string): FunctionResult => ({ kind: 'text', text: value });
const failed = (message: string): FunctionResult => ({ kind: 'error', message });
const shown = (argument: string): string => (argument.length <= 100 ? argument : `${argument.slice(0, 99)}…`);

/** True for the names after `$` that condor_submit treats as functions: upper case, but for the flags of $F. */
export const isFunction = (name: string): boolean =>
  functions.has(name) || (name.charCodeAt(0) === 70 && /^F[pndxfqabuwPNDXFQABUW]*$/.test(name));

/** The functions by name, without the family of $F. */
const functions: ReadonlyMap<string, (body: string, lookup: Lookup) => FunctionResult> = new Map([
  ['ENV', () => ({ kind: 'live' as const })],
  ['RANDOM_CHOICE', (body: string, lookup: Lookup) => randomChoice(body, lookup)],
  ['RANDOM_INTEGER', (body: string, lookup: Lookup) => randomInteger(body, lookup)],
  ['CHOICE', (body: string, lookup: Lookup) => choice(body, lookup)],
  ['SUBSTR', (body: string, lookup: Lookup) => substring(body, lookup)],
  ['INT', (body: string, lookup: Lookup) => formatted('INT', body, lookup)],
  ['REAL', (body: string, lookup: Lookup) => formatted('REAL', body, lookup)],
  ['STRING', (body: string, lookup: Lookup) => formatted('STRING', body, lookup)],
  ['EVAL', (body: string, lookup: Lookup) => evaluated(body, lookup)],
  ['BASENAME', (body: string, lookup: Lookup) => text(pathParts(lookup(body) ?? body, 'nx'))],
  ['DIRNAME', (body: string, lookup: Lookup) => text(pathParts(lookup(body) ?? body, 'p'))],
]);

/** Every function's name but the family of $F. */
export const functionNames: readonly string[] = [...functions.keys()];

/** Applies the function called `name` (one of isFunction's) to the text between its parentheses. */
export const applyFunction = (name: string, body: string, lookup: Lookup): FunctionResult => {
  const known = functions.get(name);
  if (known !== undefined) return known(body, lookup);
  const [target = '', fallback] = splitOnce(body, ':');
  return text(
    pathParts(lookup(target) ?? (fallback === undefined ? body : fallback), name.slice(1).toLowerCase()),
  );
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
  if (index === undefined) return failed(`$CHOICE needs an integer index, but has '${shown(first)}'`);
  const list = rest.length > 1 ? rest : lookup(rest[0] ?? '')?.split(',');
  if (list === undefined)
    return failed(`$CHOICE needs a list or the name of a macro with one, but has '${shown(rest[0] ?? '')}'`);
  if (index < 0) return failed(`$CHOICE needs an index from 0 on, but has '${index}'`);
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

const formats: Readonly<Record<'INT' | 'REAL' | 'STRING', RegExp>> = {
  INT: /^%[-+ 0#]*\d*(?:\.\d+)?(?:ll|l|h)?[diuoxX]$/,
  REAL: /^%[-+ 0#]*\d*(?:\.\d+)?[aAeEfFgG]$/,
  STRING: /^%-?\d*(?:\.\d+)?s$/,
};

const formatted = (name: 'INT' | 'REAL' | 'STRING', body: string, lookup: Lookup): FunctionResult => {
  const [argument = '', format] = splitOnce(body, ',');
  if (format !== undefined && !formats[name].test(format)) {
    return failed(`$${name} cannot use '${shown(format)}' as a format`);
  }
  const value = lookup(argument) ?? argument;
  if (name === 'STRING') {
    const worth = valueOf(value);
    return text(printf(format ?? '%s', worth?.type === 'string' ? worth.string : value));
  }
  const worth = valueOf(value);
  if (worth?.type === 'unknown') return { kind: 'live' };
  if (worth?.type !== 'number') {
    return failed(
      `$${name} needs a number, but '${shown(value)}' is ${name === 'INT' ? 'no integer' : 'no number'}`,
    );
  }
  if (name === 'INT') return text(printf(format ?? '%d', Math.trunc(worth.number)));
  return text(format === undefined ? String(worth.number) : printf(format, worth.number));
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

/** One printf conversion, as far as the formats above allow. */
const printf = (format: string, value: number | string): string => {
  const match = /^%([-+ 0#]*)(\d*)(?:\.(\d+))?(?:ll|l|h)?([a-zA-Z])$/.exec(format);
  if (match === null) return String(value);
  const [, flags = '', width = '', precision, conversion = ''] = match;
  const digits = precision === undefined ? undefined : Number(precision);
  let converted = convert(value, conversion, digits);
  if (flags.includes('+') && typeof value === 'number' && value >= 0) converted = `+${converted}`;
  const size = Number(width);
  if (flags.includes('-')) return converted.padEnd(size);
  if (!flags.includes('0') || typeof value === 'string') return converted.padStart(size);
  const sign = /^[-+]/.exec(converted)?.[0] ?? '';
  return sign + converted.slice(sign.length).padStart(size - sign.length, '0');
};

const convert = (value: number | string, conversion: string, precision: number | undefined): string => {
  if (typeof value === 'string') return precision === undefined ? value : value.slice(0, precision);
  switch (conversion) {
    case 'x':
      return value.toString(16);
    case 'X':
      return value.toString(16).toUpperCase();
    case 'o':
      return value.toString(8);
    case 'e':
    case 'E':
      return value.toExponential(precision ?? 6);
    case 'f':
    case 'F':
      return value.toFixed(precision ?? 6);
    case 'g':
    case 'G':
      return String(Number(value.toPrecision(Math.max(1, precision ?? 6))));
    default:
      return String(value).padStart(precision ?? 0, '0');
  }
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
