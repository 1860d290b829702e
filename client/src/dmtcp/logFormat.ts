/** DMTCP's own logs: which files they are, and what their lines say, in the manner of every generation. */
import type { DmtcpGeneration } from './installation.ts';

export type DmtcpLogKind = 'coordinator' | 'launch' | 'restart' | 'worker' | 'backtrace' | 'maps';

export interface DmtcpLogFile {
  readonly kind: DmtcpLogKind;
  /** The first generation that names its files so. */
  readonly since: DmtcpGeneration;
  /** The program, where the name has it (jassertlog.ID_PROGRAM). */
  readonly program?: string;
}

/** What a file name (its last part) says; undefined: no log of DMTCP's. */
export function classifyDmtcpLog(name: string): DmtcpLogFile | undefined {
  // 1.x and 2.x: jassertlog.<unique pid>_<program>; 1.x leaves the program out where it does not know it yet.
  const old = /^jassertlog\.[0-9a-f]+-\d+-[0-9a-f]+(?:_(.+))?$/.exec(name);
  if (old !== null) {
    const program = old[1];
    return {
      kind: kinds.get(program ?? '') ?? 'worker',
      since: '1',
      ...(program === undefined ? {} : { program }),
    };
  }
  if (/^backtrace\.[0-9a-f]+-\d+-[0-9a-f]+/.test(name)) return { kind: 'backtrace', since: '1' };
  if (/^proc-maps\.[0-9a-f]+-\d+-[0-9a-f]+/.test(name)) return { kind: 'maps', since: '1' };
  // 3.x and later: <what>.<ISO time>.<unique pid>.log
  const program = /^([a-z_]+)\..+\.log$/.exec(name)?.[1];
  const kind = kinds.get(program ?? '');
  return kind === undefined ? undefined : { kind, since: '3' };
}

const kinds: ReadonlyMap<string, DmtcpLogKind> = new Map([
  ['dmtcp_coordinator', 'coordinator'],
  ['dmtcp_launch', 'launch'],
  ['dmtcp_checkpoint', 'launch'],
  ['dmtcp_restart', 'restart'],
  ['dmtcpworker', 'worker'],
]);

export type LogLevel = 'trace' | 'info' | 'note' | 'warning' | 'error';

export interface DmtcpLogLine {
  readonly level: LogLevel;
  /** As written: "2026-11-22T16:27:24.224". */
  readonly time?: string;
  /** In workers the virtual process id (40000 and up). */
  readonly pid?: number;
  /** "file.cpp:374 in refill" */
  readonly place?: string;
  /** The line without colours and without what the other fields hold. */
  readonly text: string;
}

/** The longest line that is looked at; DMTCP writes none that long, jobs may. */
const maxLine = 8192;

/** Parses the head line of a message; undefined for every other line (continuations, backtraces). Total. */
export function parseDmtcpLogLine(line: string): DmtcpLogLine | undefined {
  const plain = stripColours(line.slice(0, maxLine)).trimEnd();
  return parseBracketed(plain) ?? parseMain(plain);
}

// eslint-disable-next-line no-control-regex -- terminal colours are control characters
const colours = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** A text without the colours that DMTCP writes into files, too. */
export const stripColours = (text: string): string => text.replace(colours, '');

/** 1.x and 2.x: `[PID] LEVEL at PLACE; REASON='TEXT'`; 3.x and 4.x: `[TIME, PID, TID, LEVEL] at PLACE; REASON='TEXT'`. */
function parseBracketed(line: string): DmtcpLogLine | undefined {
  const old = /^\[(\d+)\] ([A-Z]+) at ([^;]+); REASON=(.*)$/.exec(line);
  if (old !== null) {
    const [, pid, word = '', place = '', reason = ''] = old;
    const level = levels.get(word.toLowerCase());
    return level === undefined ? undefined : { level, pid: Number(pid), place, text: unquote(reason) };
  }
  const newer = /^\[(\d[\dT:.-]*), (\d+), \d+, (\w+)\] at ([^;]+); REASON=(.*)$/.exec(line);
  if (newer === null) return undefined;
  const [, time = '', pid, word = '', place = '', reason = ''] = newer;
  const level = levels.get(word.toLowerCase());
  return level === undefined ? undefined : { level, time, pid: Number(pid), place, text: unquote(reason) };
}

/** The main branch: `LEVEL at FILE:LINE: CONDITION: TEXT`, where a condition that is none is written `<none>`. */
function parseMain(line: string): DmtcpLogLine | undefined {
  const match = /^([A-Z]+) at ([^:\s]+:\d+): (.*)$/.exec(line);
  if (match === null) return undefined;
  const [, word = '', place = '', text = ''] = match;
  const level = levels.get(word.toLowerCase());
  return level === undefined ? undefined : { level, place, text: text.replace(/^<none>: /, '') };
}

const levels: ReadonlyMap<string, LogLevel> = new Map([
  ['trace', 'trace'],
  ['info', 'info'],
  ['note', 'note'],
  ['warning', 'warning'],
  ['error', 'error'],
  // The main branch's word for what ends the program.
  ['assert', 'error'],
]);

/** REASON is in quotes, of which the second may be some lines further down. */
function unquote(reason: string): string {
  if (!reason.startsWith("'")) return reason;
  return reason.length > 1 && reason.endsWith("'") ? reason.slice(1, -1) : reason.slice(1);
}
