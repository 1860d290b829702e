import { evaluate } from './evaluate.ts';
import { parseExpression } from './expression.ts';

/** What condor_submit makes of a value of a boolean or integer command. `unknown`: it needs the pool or the clock. */
export type Reading<T> =
  { readonly kind: 'value'; readonly value: T } | { readonly kind: 'invalid' | 'unknown' };

const invalid = { kind: 'invalid' } as const;
const unknown = { kind: 'unknown' } as const;

/** true, false (any case), a number, or an expression that is worth one of them. `yes`, `on`, `t` are none. */
export const readBoolean = (text: string): Reading<boolean> => {
  const lower = text.toLowerCase();
  if (lower === 'true' || lower === 'false') return { kind: 'value', value: lower === 'true' };
  const parsed = parseExpression(text);
  if (parsed.kind === 'failed') return invalid;
  const value = evaluate(parsed.expression);
  if (value.type === 'boolean') return { kind: 'value', value: value.boolean };
  if (value.type === 'number') return { kind: 'value', value: value.number !== 0 };
  return value.type === 'unknown' ? unknown : invalid;
};

/** An integer, or an expression that is worth a number, rounded down. */
export const readInteger = (text: string): Reading<number> => {
  if (/^-?\d+$/.test(text)) return { kind: 'value', value: Number(text) };
  const parsed = parseExpression(text);
  if (parsed.kind === 'failed') return invalid;
  const value = evaluate(parsed.expression);
  if (value.type === 'number') return { kind: 'value', value: Math.trunc(value.number) };
  if (value.type === 'boolean') return { kind: 'value', value: value.boolean ? 1 : 0 };
  return value.type === 'unknown' ? unknown : invalid;
};

/** `N[.N] [K|M|G|T|P][B]`: a size in bytes when a unit is given; undefined for anything else (an expression). */
export const readSize = (text: string): { readonly number: number; readonly unit: string } | undefined => {
  const match = /^(-?\d+(?:\.\d*)?)\s*([KMGTP]?)B?$/i.exec(text);
  if (match === null) return undefined;
  return { number: Number(match[1]), unit: (match[2] ?? '').toUpperCase() };
};

/** The signals of Linux, by name without SIG, with the numbers of x86-64 and ARM64. */
export const signals: ReadonlyMap<string, number> = new Map(
  (
    'HUP:1 INT:2 QUIT:3 ILL:4 TRAP:5 ABRT:6 BUS:7 FPE:8 KILL:9 USR1:10 SEGV:11 USR2:12 PIPE:13 ALRM:14 TERM:15 ' +
    'CHLD:17 CONT:18 STOP:19 TSTP:20 TTIN:21 TTOU:22 URG:23 XCPU:24 XFSZ:25 VTALRM:26 PROF:27 WINCH:28 POLL:29 ' +
    'PWR:30 SYS:31'
  )
    .split(' ')
    .map((entry) => entry.split(':'))
    .map(([name, number]) => [name ?? '', Number(number)] as const),
);

/** The number of a signal written as a number or as SIGNAME in any case; undefined when HTCondor knows none. */
export const readSignal = (text: string): number | undefined => {
  if (/^\d+$/.test(text)) {
    const number = Number(text);
    return [...signals.values()].includes(number) ? number : undefined;
  }
  const upper = text.toUpperCase();
  return upper.startsWith('SIG') ? signals.get(upper.slice(3)) : undefined;
};
